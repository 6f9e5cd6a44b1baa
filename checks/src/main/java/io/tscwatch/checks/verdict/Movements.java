package io.tscwatch.checks.verdict;

import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;

/** The movement of every CPU against the reference, or against another CPU that stood still. */
final class Movements {

  private static final int NOBODY = -1;

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
    List<ExchangeResult> measured = results.stream().filter(ExchangeResult::measured).toList();
    int[] against = partners(cpus, referenceCpu, still, measured);
    Map<Integer, List<ExchangeResult>> meetings = new HashMap<>();
    for (ExchangeResult result : measured) {
      file(meetings, against, result.cpuA(), result.cpuB(), result);
      file(meetings, against, result.cpuB(), result.cpuA(), result);
    }
    SortedMap<Integer, Movement> movements = new TreeMap<>();
    meetings.forEach(
        (cpu, met) -> movements.put(cpu, Movement.of(cpu, against[cpu], met, stepCycles)));
    return movements;
  }

  private static void file(
      Map<Integer, List<ExchangeResult>> meetings,
      int[] against,
      int cpu,
      int other,
      ExchangeResult result) {
    if (against[cpu] == other) {
      meetings.computeIfAbsent(cpu, c -> new ArrayList<>()).add(result);
    }
  }

  /**
   * By CPU number: the reference if it was met, else the still CPU that was met most often, the
   * first of several; {@link #NOBODY} if none, and for CPUs that are not followed.
   */
  private static int[] partners(
      CpuSet cpus, int referenceCpu, CpuSet still, List<ExchangeResult> measured) {
    // On a large machine this goes through hundreds of thousands of exchanges: by arrays, not maps.
    int[][] met = met(measured);
    int[] partners = new int[met.length];
    Arrays.fill(partners, NOBODY);
    for (int cpu : cpus) {
      if (cpu != referenceCpu && cpu < met.length) {
        partners[cpu] = partner(referenceCpu, still, met[cpu]);
      }
    }
    return partners;
  }

  /** By CPU number, whom it met, ascending, and as often as it met them. */
  private static int[][] met(List<ExchangeResult> measured) {
    int count = 0;
    for (ExchangeResult result : measured) {
      count = Math.max(count, 1 + Math.max(result.cpuA(), result.cpuB()));
    }
    int[] meetings = new int[count];
    for (ExchangeResult result : measured) {
      meetings[result.cpuA()]++;
      meetings[result.cpuB()]++;
    }
    int[][] met = new int[count][];
    Arrays.setAll(met, cpu -> new int[meetings[cpu]]);
    for (ExchangeResult result : measured) {
      met[result.cpuA()][--meetings[result.cpuA()]] = result.cpuB();
      met[result.cpuB()][--meetings[result.cpuB()]] = result.cpuA();
    }
    for (int[] others : met) {
      Arrays.sort(others);
    }
    return met;
  }

  private static int partner(int referenceCpu, CpuSet still, int[] met) {
    if (Arrays.binarySearch(met, referenceCpu) >= 0) {
      return referenceCpu;
    }
    int partner = NOBODY;
    int most = 0;
    int times = 0;
    for (int i = 0; i < met.length; i++) {
      times = i > 0 && met[i] == met[i - 1] ? times + 1 : 1;
      if (times > most && still.contains(met[i])) {
        partner = met[i];
        most = times;
      }
    }
    return partner;
  }
}
