package io.tscwatch.checks.bounds;

import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Makes the contradiction that was found short enough for a person, and asks whose fault it is. */
final class Contradiction {

  /** Relaxations spent at most on looking for a shorter cycle: well under a second. */
  private static final long SEARCH_RELAXATIONS = 50_000_000;

  private Contradiction() {}

  /**
   * Describes why the constraints cannot all hold.
   *
   * @param found any cycle of negative sum
   */
  static ClosureResult.Inconsistent describe(OffsetMatrix measured, List<OffsetConstraint> found) {
    List<OffsetConstraint> cycle = worstPair(measured);
    if (cycle.isEmpty()) {
      cycle = shortened(measured, found);
    }
    long sum = 0;
    for (OffsetConstraint constraint : cycle) {
      sum = saturatedSum(sum, constraint.upperCycles());
    }
    return new ClosureResult.Inconsistent(cycle, sum, suspects(measured, cycle));
  }

  /** The pair whose own two directions contradict each other most; empty if there is none. */
  private static List<OffsetConstraint> worstPair(OffsetMatrix measured) {
    List<OffsetConstraint> worst = List.of();
    long worstSum = 0;
    for (int i = 0; i < measured.size(); i++) {
      for (int e = measured.firstEdge(i); e < measured.firstEdge(i + 1); e++) {
        int j = measured.target(e);
        int back = i < j ? measured.edge(j, i) : -1;
        if (back >= 0 && saturatedSum(measured.upper(e), measured.upper(back)) < worstSum) {
          worstSum = saturatedSum(measured.upper(e), measured.upper(back));
          worst = List.of(measured.constraint(i, j), measured.constraint(j, i));
        }
      }
    }
    return worst;
  }

  /** The shortest negative cycle through any CPU of the one found. */
  private static List<OffsetConstraint> shortened(
      OffsetMatrix measured, List<OffsetConstraint> found) {
    List<OffsetConstraint> best = found;
    long left = SEARCH_RELAXATIONS;
    for (OffsetConstraint constraint : found) {
      int hops = best.size() - 1;
      left -= (long) hops * measured.constraintCount();
      if (hops < 3 || left < 0) {
        break;
      }
      int source = measured.indexOf(constraint.fromCpu());
      List<OffsetConstraint> shorter = new HopLimited(measured, source, hops).negativeCycle();
      best = shorter.isEmpty() ? best : shorter;
    }
    return best;
  }

  /** The CPUs of the cycle without any one of which everything else is consistent. */
  private static CpuSet suspects(OffsetMatrix measured, List<OffsetConstraint> cycle) {
    return CpuSet.of(
        cycle.stream()
            .mapToInt(OffsetConstraint::fromCpu)
            .filter(
                cpu -> Potentials.of(measured.without(CpuSet.of(cpu))).contradiction().isEmpty())
            .toArray());
  }

  /** The sum, moved to the nearest 64-bit number where it is none. */
  static long saturatedSum(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }

  /** The smallest sums of walks from one CPU by number of hops (Bellman-Ford, level by level). */
  private static final class HopLimited {
    private final OffsetMatrix measured;
    private final int source;
    private final long[][] sum;
    private final int[][] parent;

    HopLimited(OffsetMatrix measured, int source, int hops) {
      this.measured = measured;
      this.source = source;
      this.sum = new long[hops + 1][];
      this.parent = new int[hops + 1][];
      sum[0] = new long[measured.size()];
      Arrays.fill(sum[0], OffsetMatrix.INFINITE);
      sum[0][source] = 0;
    }

    /**
     * A simple cycle of negative sum with the fewest hops through the source, or less; or empty.
     */
    List<OffsetConstraint> negativeCycle() {
      for (int hop = 1; hop < sum.length; hop++) {
        extend(hop);
        if (sum[hop][source] < 0) {
          return negativePart(walk(hop));
        }
      }
      return List.of();
    }

    private void extend(int hop) {
      sum[hop] = new long[measured.size()];
      parent[hop] = new int[measured.size()];
      Arrays.fill(sum[hop], OffsetMatrix.INFINITE);
      for (int i = 0; i < measured.size(); i++) {
        if (sum[hop - 1][i] == OffsetMatrix.INFINITE) {
          continue;
        }
        for (int e = measured.firstEdge(i); e < measured.firstEdge(i + 1); e++) {
          long candidate = saturatedSum(sum[hop - 1][i], measured.upper(e));
          int j = measured.target(e);
          if (candidate < sum[hop][j]) {
            sum[hop][j] = candidate;
            parent[hop][j] = i;
          }
        }
      }
    }

    private List<Integer> walk(int hops) {
      List<Integer> walk = new ArrayList<>();
      int at = source;
      for (int hop = hops; hop > 0; hop--) {
        walk.add(at);
        at = parent[hop][at];
      }
      walk.add(at);
      Collections.reverse(walk);
      return walk;
    }

    /** A closed walk of negative sum falls apart into simple cycles, one of them negative. */
    private List<OffsetConstraint> negativePart(List<Integer> walk) {
      List<Integer> open = new ArrayList<>();
      for (int at : walk) {
        int seen = open.indexOf(at);
        if (seen >= 0) {
          List<OffsetConstraint> cycle = new ArrayList<>();
          long total = 0;
          for (int k = seen; k < open.size(); k++) {
            int to = k + 1 < open.size() ? open.get(k + 1) : at;
            cycle.add(measured.constraint(open.get(k), to));
            total = saturatedSum(total, cycle.get(cycle.size() - 1).upperCycles());
          }
          if (total < 0) {
            return cycle;
          }
          open.subList(seen, open.size()).clear();
        }
        open.add(at);
      }
      throw new IllegalStateException("no negative cycle on a closed walk of negative sum");
    }
  }
}
