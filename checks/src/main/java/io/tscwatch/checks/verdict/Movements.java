package io.tscwatch.checks.verdict;

import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;

/** The movement of every CPU against the reference, or against another CPU that stood still. */
final class Movements {

  private Movements() {}

  /**
   * Follows each CPU.
   *
   * @param cpus the CPUs to follow
   * @param referenceCpu the first choice of what they are followed against
   * @param still CPUs that stood still: the second choice, for a CPU that never met the reference
   * @param stepCycles the granularity of a CPU's counter
   * @return by CPU; those that met neither are missing
   */
  static SortedMap<Integer, Movement> of(
      CpuSet cpus,
      int referenceCpu,
      CpuSet still,
      List<ExchangeResult> results,
      IntToLongFunction stepCycles) {
    Map<Integer, Map<Integer, List<ExchangeResult>>> byPair = new HashMap<>();
    for (ExchangeResult result : results) {
      if (result.measured()) {
        file(byPair, result.cpuA(), result.cpuB(), result);
        file(byPair, result.cpuB(), result.cpuA(), result);
      }
    }
    SortedMap<Integer, Movement> movements = new TreeMap<>();
    for (int cpu : cpus) {
      Map<Integer, List<ExchangeResult>> met = byPair.getOrDefault(cpu, Map.of());
      int against = partner(cpu, referenceCpu, still, met);
      if (against >= 0) {
        movements.put(
            cpu, Movement.of(cpu, against, met.getOrDefault(against, List.of()), stepCycles));
      }
    }
    return movements;
  }

  private static void file(
      Map<Integer, Map<Integer, List<ExchangeResult>>> byPair,
      int cpu,
      int against,
      ExchangeResult result) {
    byPair
        .computeIfAbsent(cpu, c -> new HashMap<>())
        .computeIfAbsent(against, c -> new ArrayList<>())
        .add(result);
  }

  /** The reference if it was met, else the still CPU that was met most often; -1 if none. */
  private static int partner(
      int cpu, int referenceCpu, CpuSet still, Map<Integer, List<ExchangeResult>> met) {
    if (cpu == referenceCpu || met.containsKey(referenceCpu)) {
      return cpu == referenceCpu ? -1 : referenceCpu;
    }
    int partner = -1;
    int meetings = 0;
    for (Map.Entry<Integer, List<ExchangeResult>> entry : new TreeMap<>(met).entrySet()) {
      if (still.contains(entry.getKey()) && entry.getValue().size() > meetings) {
        partner = entry.getKey();
        meetings = entry.getValue().size();
      }
    }
    return partner;
  }
}
