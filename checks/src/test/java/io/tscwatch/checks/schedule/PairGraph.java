package io.tscwatch.checks.schedule;

import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/** The graph of measured pairs, written apart from the code under test. */
final class PairGraph {

  private final int[][] neighbours;

  PairGraph(CpuSet cpus, Iterable<CpuPair> pairs) {
    List<Integer> index = cpus.stream().boxed().toList();
    List<List<Integer>> lists = new ArrayList<>();
    cpus.forEach(cpu -> lists.add(new ArrayList<>()));
    for (CpuPair pair : pairs) {
      int lower = Collections.binarySearch(index, pair.lower());
      int higher = Collections.binarySearch(index, pair.higher());
      lists.get(lower).add(higher);
      lists.get(higher).add(lower);
    }
    neighbours =
        lists.stream()
            .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  /** The most pairs on a shortest chain from one CPU to another; -1 if some are not linked. */
  int diameter() {
    int longest = 0;
    for (int from = 0; from < neighbours.length; from++) {
      int[] hops = hops(from);
      if (Arrays.stream(hops).anyMatch(h -> h < 0)) {
        return -1;
      }
      longest = Math.max(longest, Arrays.stream(hops).max().orElse(0));
    }
    return longest;
  }

  boolean connected() {
    return Arrays.stream(hops(0)).allMatch(h -> h >= 0);
  }

  private int[] hops(int from) {
    int[] hops = new int[neighbours.length];
    Arrays.fill(hops, -1);
    hops[from] = 0;
    Deque<Integer> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      int at = open.remove();
      for (int next : neighbours[at]) {
        if (hops[next] < 0) {
          hops[next] = hops[at] + 1;
          open.add(next);
        }
      }
    }
    return hops;
  }

  /**
   * True if some single pair, when removed, cuts a CPU off. Lowest-link method, without recursion.
   */
  boolean hasBridge() {
    int count = neighbours.length;
    int[] seen = new int[count];
    int[] low = new int[count];
    int[] parent = new int[count];
    int[] cursor = new int[count];
    boolean[] parentSkipped = new boolean[count];
    Arrays.fill(parent, -1);
    int clock = 0;
    for (int root : IntStream.range(0, count).toArray()) {
      if (seen[root] != 0) {
        continue;
      }
      Deque<Integer> path = new ArrayDeque<>(List.of(root));
      seen[root] = low[root] = ++clock;
      while (!path.isEmpty()) {
        int at = path.peek();
        if (cursor[at] == neighbours[at].length) {
          path.pop();
          if (parent[at] >= 0) {
            if (low[at] > seen[parent[at]]) {
              return true;
            }
            low[parent[at]] = Math.min(low[parent[at]], low[at]);
          }
          continue;
        }
        int next = neighbours[at][cursor[at]++];
        if (next == parent[at] && !parentSkipped[at]) {
          parentSkipped[at] = true;
        } else if (seen[next] != 0) {
          low[at] = Math.min(low[at], seen[next]);
        } else {
          seen[next] = low[next] = ++clock;
          parent[next] = at;
          path.push(next);
        }
      }
    }
    return false;
  }
}
