package io.tscwatch.checks.verdict;

import io.tscwatch.checks.bounds.ClosureResult;
import io.tscwatch.checks.bounds.OffsetConstraint;
import io.tscwatch.checks.bounds.OffsetMatrix;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The pairs that contradict themselves, all of them at once, and who is to blame.
 *
 * <p>Two CPUs that moved against each other contradict each other in every pair that was measured
 * more than once; two that kept still, or that moved together, agree. So whoever agrees belongs
 * together: a socket that drifts as one comes apart from the others as one, and is named as one.
 * The largest such company is taken to have stood still, and whoever contradicts it to have moved.
 *
 * <p>A movement so small that only some pairs show it leaves both sides in one company. That is not
 * answered here, but one cycle at a time by {@link SkewJudge}.
 */
final class Contradictions {

  private final OffsetMatrix measured;

  /** By CPU number, another of its company; whoever stands for the company, itself. */
  private final int[] companyOf;

  /** By CPU, the pair in which it contradicts another CPU most. */
  private final Map<Integer, List<OffsetConstraint>> worst = new HashMap<>();

  private final List<List<OffsetConstraint>> pairs = new ArrayList<>();

  private Contradictions(OffsetMatrix measured) {
    this.measured = measured;
    this.companyOf = IntStream.rangeClosed(0, measured.cpus().stream().max().orElse(0)).toArray();
  }

  /**
   * The CPUs that moved, by what the pairs alone say, with the worst pair of each; empty if no pair
   * contradicts itself, or if the CPUs of one that does are in one company.
   */
  static SortedMap<Integer, ClosureResult.Inconsistent> ofPairs(
      OffsetMatrix measured, List<ExchangeResult> results) {
    Contradictions contradictions = new Contradictions(measured);
    contradictions.sortPairs(metAgain(results));
    return contradictions.moved();
  }

  /** The keys of the pairs that were measured more than once, ascending. */
  private static long[] metAgain(List<ExchangeResult> results) {
    long[] keys =
        results.stream()
            .filter(ExchangeResult::measured)
            .mapToLong(result -> key(result.cpuA(), result.cpuB()))
            .sorted()
            .toArray();
    return IntStream.range(1, keys.length)
        .filter(i -> keys[i] == keys[i - 1] && (i == 1 || keys[i] != keys[i - 2]))
        .mapToLong(i -> keys[i])
        .toArray();
  }

  private static long key(int cpu, int other) {
    return (long) Math.min(cpu, other) << 32 | Math.max(cpu, other);
  }

  private void sortPairs(long[] metAgain) {
    int next = 0;
    for (OffsetConstraint there : measured.constraints()) {
      int one = there.fromCpu();
      int other = there.toCpu();
      long back = measured.upperCycles(other, one);
      if (one > other || back == OffsetMatrix.INFINITE) {
        continue;
      }
      // The constraints are ascending, too.
      while (next < metAgain.length && metAgain[next] < key(one, other)) {
        next++;
      }
      // Both are within 2^62 (OffsetMatrix), so their sum is exact.
      if (there.upperCycles() + back < 0) {
        contradict(there, new OffsetConstraint(other, one, back));
      } else if (next < metAgain.length && metAgain[next] == key(one, other)) {
        companyOf[company(one)] = company(other);
      }
    }
  }

  private void contradict(OffsetConstraint there, OffsetConstraint back) {
    List<OffsetConstraint> pair = List.of(there, back);
    pairs.add(pair);
    for (OffsetConstraint side : pair) {
      worst.merge(side.fromCpu(), pair, (a, b) -> sum(b) < sum(a) ? b : a);
    }
  }

  private static long sum(List<OffsetConstraint> pair) {
    return pair.get(0).upperCycles() + pair.get(1).upperCycles();
  }

  /** Who stands for the company of a CPU. */
  private int company(int cpu) {
    int head = cpu;
    while (companyOf[head] != head) {
      companyOf[head] = companyOf[companyOf[head]];
      head = companyOf[head];
    }
    return head;
  }

  private SortedMap<Integer, ClosureResult.Inconsistent> moved() {
    Map<Integer, List<Integer>> members = new TreeMap<>();
    for (int cpu : measured.cpus()) {
      members.computeIfAbsent(company(cpu), head -> new ArrayList<>()).add(cpu);
    }
    Map<Integer, List<Integer>> enemies = new HashMap<>();
    for (List<OffsetConstraint> pair : pairs) {
      int one = company(pair.get(0).fromCpu());
      int other = company(pair.get(0).toCpu());
      if (one == other) {
        return new TreeMap<>();
      }
      enemies.computeIfAbsent(one, head -> new ArrayList<>()).add(other);
      enemies.computeIfAbsent(other, head -> new ArrayList<>()).add(one);
    }
    List<List<Integer>> companies = new ArrayList<>(members.values());
    // Of companies of one size the one with the lowest CPU, which is the reference, is believed.
    companies.sort(
        Comparator.<List<Integer>>comparingInt(company -> -company.size())
            .thenComparing(company -> company.get(0)));
    CpuSet still = CpuSet.empty();
    SortedMap<Integer, ClosureResult.Inconsistent> moved = new TreeMap<>();
    for (List<Integer> company : companies) {
      int head = company(company.get(0));
      if (enemies.getOrDefault(head, List.of()).stream().noneMatch(still::contains)) {
        still = still.plus(CpuSet.of(head));
      } else {
        company.forEach(cpu -> moved.put(cpu, why(cpu, company)));
      }
    }
    return moved;
  }

  /** The worst pair of the CPU; of one of its company, if all of its own pairs agree. */
  private ClosureResult.Inconsistent why(int cpu, List<Integer> company) {
    List<OffsetConstraint> pair =
        Stream.concat(Stream.of(cpu), company.stream())
            .flatMap(member -> Optional.ofNullable(worst.get(member)).stream())
            .findFirst()
            .orElseThrow();
    return new ClosureResult.Inconsistent(
        pair, sum(pair), company.size() == 1 ? CpuSet.of(cpu) : CpuSet.empty());
  }
}
