package io.tscwatch.checks.verdict;

import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which CPUs the measured pairs connect with each other. */
final class Connection {

  private Connection() {}

  /** The largest set of CPUs that measured pairs connect, the one with the lowest CPU if tied. */
  static CpuSet largest(CpuSet wanted, List<ExchangeResult> results) {
    Map<Integer, List<Integer>> neighbours = new HashMap<>();
    for (ExchangeResult result : results) {
      if (result.measured()) {
        neighbours.computeIfAbsent(result.cpuA(), cpu -> new ArrayList<>()).add(result.cpuB());
        neighbours.computeIfAbsent(result.cpuB(), cpu -> new ArrayList<>()).add(result.cpuA());
      }
    }
    CpuSet largest = CpuSet.empty();
    CpuSet left = wanted.and(CpuSet.of(neighbours.keySet()));
    while (!left.isEmpty()) {
      CpuSet reached = reachedFrom(left.first(), neighbours);
      if (reached.size() > largest.size()) {
        largest = reached;
      }
      left = left.minus(reached);
    }
    return largest;
  }

  private static CpuSet reachedFrom(int start, Map<Integer, List<Integer>> neighbours) {
    BitSet reached = new BitSet();
    Deque<Integer> next = new ArrayDeque<>(List.of(start));
    reached.set(start);
    while (!next.isEmpty()) {
      for (int neighbour : neighbours.getOrDefault(next.remove(), List.of())) {
        if (!reached.get(neighbour)) {
          reached.set(neighbour);
          next.add(neighbour);
        }
      }
    }
    return CpuSet.of(reached.stream().toArray());
  }

  /** Why each of these CPUs has no bounds: what its last exchange said. */
  static SortedMap<Integer, String> reasons(CpuSet cpus, List<ExchangeResult> results) {
    SortedMap<Integer, String> reasons = new TreeMap<>();
    for (int cpu : cpus) {
      reasons.put(cpu, "no pair with it was measured");
    }
    for (ExchangeResult result : results) {
      if (!result.measured()) {
        String reason =
            result.outcome().sentence()
                + (result.detail().isEmpty() ? "" : " (" + result.detail() + ")");
        reasons.computeIfPresent(result.cpuA(), (cpu, before) -> reason);
        reasons.computeIfPresent(result.cpuB(), (cpu, before) -> reason);
      }
    }
    return reasons;
  }
}
