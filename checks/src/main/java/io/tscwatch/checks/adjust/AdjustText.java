package io.tscwatch.checks.adjust;

import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.topology.CpuSet;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Values by CPU in words, short also for thousands of CPUs. */
final class AdjustText {

  private static final int SHOWN = 4;

  private AdjustText() {}

  /** Such as {@code CPU 3 has -512, CPUs 4-7 have 100}. */
  static String byValue(SortedMap<Long, CpuSet> groups) {
    return shortened(
        groups.entrySet().stream().map(AdjustText::cpusAndValue).toList(), " more values");
  }

  private static String cpusAndValue(Map.Entry<Long, CpuSet> entry) {
    CpuSet cpus = entry.getValue();
    return (cpus.size() == 1 ? "CPU " + cpus + " has " : "CPUs " + cpus + " have ")
        + entry.getKey();
  }

  /** Such as {@code 0 in package 0, 1000 in package 1}. */
  static String byPackage(List<AdjustPackage> packages) {
    return shortened(
        packages.stream()
            .map(one -> one.referenceCycles() + " in package " + one.number())
            .toList(),
        " more packages");
  }

  static String shortened(List<String> parts, String rest) {
    String shown = parts.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return parts.size() > SHOWN ? shown + " and " + (parts.size() - SHOWN) + rest : shown;
  }

  /** The smallest and the largest of some values, in cycles. */
  static List<Quantity> ends(String lowestName, String highestName, Collection<Long> values) {
    return List.of(
        new Quantity(lowestName, Collections.min(values), Unit.CYCLES),
        new Quantity(highestName, Collections.max(values), Unit.CYCLES));
  }
}
