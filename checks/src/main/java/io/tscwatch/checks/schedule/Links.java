package io.tscwatch.checks.schedule;

import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which CPUs are joined by chains of pairs. */
final class Links {

  private final Map<Integer, List<Integer>> partners;

  private Links(Map<Integer, List<Integer>> partners) {
    this.partners = partners;
  }

  static Links of(List<CpuPair> pairs) {
    Map<Integer, List<Integer>> partners = new HashMap<>();
    for (CpuPair pair : pairs) {
      partners.computeIfAbsent(pair.lower(), cpu -> new ArrayList<>()).add(pair.higher());
      partners.computeIfAbsent(pair.higher(), cpu -> new ArrayList<>()).add(pair.lower());
    }
    return new Links(partners);
  }

  /** The CPU itself and all that a chain of pairs joins to it. */
  CpuSet reachable(int cpu) {
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(List.of(cpu));
    seen.set(cpu);
    while (!open.isEmpty()) {
      for (int partner : partners.getOrDefault(open.remove(), List.of())) {
        if (!seen.get(partner)) {
          seen.set(partner);
          open.add(partner);
        }
      }
    }
    return CpuSet.of(seen.stream().boxed().toList());
  }
}
