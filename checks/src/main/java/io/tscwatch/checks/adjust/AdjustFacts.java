package io.tscwatch.checks.adjust;

import io.tscwatch.checks.cpuid.CpuidFacts;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * TSC_ADJUST of a machine, as far as it is known. The values are signed and legal at any size:
 * WRMSR to the TSC by +X moves TSC_ADJUST by +X, downwards too.
 *
 * @param declared whether CPUID declares the register, or it was read before; empty if CPUID was
 *     not read
 * @param guest whether a hypervisor runs this machine: the register then shows the guest's state
 *     only
 * @param values TSC_ADJUST in cycles by CPU, where it was read
 * @param missing why it was not, by CPU
 * @param packages the packages with at least one value, ascending by number
 */
public record AdjustFacts(
    Optional<Boolean> declared,
    boolean guest,
    SortedMap<Integer, Long> values,
    SortedMap<Integer, Reading<Long>> missing,
    List<AdjustPackage> packages) {

  public AdjustFacts {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    missing = Collections.unmodifiableSortedMap(new TreeMap<>(missing));
    packages = List.copyOf(packages);
  }

  /**
   * Sorts the readings.
   *
   * @param readings one for each CPU that was asked
   * @param packages the CPUs of each package by its number; CPUs in none of them are compared with
   *     none
   */
  public static AdjustFacts of(
      SortedMap<Integer, Reading<Long>> readings,
      SortedMap<Integer, CpuSet> packages,
      Reading<CpuidFacts> cpuid) {
    SortedMap<Integer, Long> values = new TreeMap<>();
    SortedMap<Integer, Reading<Long>> missing = new TreeMap<>();
    readings.forEach(
        (cpu, reading) -> {
          if (reading instanceof Reading.Present<Long> present) {
            values.put(cpu, present.value());
          } else {
            missing.put(cpu, reading);
          }
        });
    Optional<CpuidFacts> facts = cpuid.toOptional();
    return new AdjustFacts(
        facts.map(CpuidFacts::tscAdjust),
        facts.map(CpuidFacts::hypervisorPresent).orElse(false),
        values,
        missing,
        packages.entrySet().stream()
            .flatMap(entry -> group(entry.getKey(), entry.getValue(), values).stream())
            .toList());
  }

  /**
   * The same of a machine whose register was read before. Some hypervisors have it and do not
   * declare it: when it cannot be read any more, it is the access that is gone.
   */
  public AdjustFacts proven() {
    return new AdjustFacts(Optional.of(true), guest, values, missing, packages);
  }

  private static Optional<AdjustPackage> group(
      int number, CpuSet cpus, SortedMap<Integer, Long> values) {
    List<Map.Entry<Integer, Long>> members = new ArrayList<>();
    for (int cpu : cpus) {
      Optional.ofNullable(values.get(cpu)).ifPresent(value -> members.add(Map.entry(cpu, value)));
    }
    if (members.isEmpty()) {
      return Optional.empty();
    }
    long reference = members.get(0).getValue();
    SortedMap<Long, List<Integer>> deviating = new TreeMap<>();
    for (Map.Entry<Integer, Long> member : members) {
      if (member.getValue() != reference) {
        deviating.computeIfAbsent(member.getValue(), v -> new ArrayList<>()).add(member.getKey());
      }
    }
    SortedMap<Long, CpuSet> sets = new TreeMap<>();
    deviating.forEach((value, cpusOfValue) -> sets.put(value, CpuSet.of(cpusOfValue)));
    return Optional.of(new AdjustPackage(number, members.get(0).getKey(), reference, sets));
  }
}
