package io.tscwatch.checks.bounds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One assignment of offsets that satisfies every constraint, or a cycle of constraints that proves
 * that there is none (Bellman-Ford from a virtual source at distance 0 to every CPU).
 *
 * <p>All distances are in {@code [-LIMIT_CYCLES, 0]}: a path whose bounds sum up to less
 * contradicts the premise that no two counters are further apart, and is reported as a cycle that
 * the premise closes. This is what keeps every later sum within 64 bits.
 */
final class Potentials {

  private static final int NONE = -1;

  private final OffsetMatrix measured;
  private final long[] potential;
  private final int[] parent;
  private List<OffsetConstraint> contradiction = List.of();

  private Potentials(OffsetMatrix measured) {
    this.measured = measured;
    this.potential = new long[measured.size()];
    this.parent = new int[measured.size()];
    Arrays.fill(parent, NONE);
  }

  static Potentials of(OffsetMatrix measured) {
    Potentials potentials = new Potentials(measured);
    potentials.relaxUntilStable();
    return potentials;
  }

  /** A cycle of constraints with a negative sum; empty if the constraints can all hold. */
  List<OffsetConstraint> contradiction() {
    return contradiction;
  }

  /** {@code cycles()[j] - cycles()[i] <= upper(i, j)} for all; meaningful without contradiction. */
  long[] cycles() {
    return potential;
  }

  /**
   * Whole rounds over all constraints. While distances still fall, a contradiction shows as a cycle
   * of the parent pointers, after as many rounds as there are CPUs at the latest; looking for it
   * after each round costs little beside the round.
   */
  private void relaxUntilStable() {
    while (relaxOnce()) {
      if (contradiction.isEmpty()) {
        contradiction = parentCycle();
      }
      if (!contradiction.isEmpty()) {
        return;
      }
    }
  }

  private boolean relaxOnce() {
    boolean changed = false;
    for (int i = 0; i < potential.length; i++) {
      for (int e = measured.firstEdge(i); e < measured.firstEdge(i + 1); e++) {
        int j = measured.target(e);
        long candidate = potential[i] + measured.upper(e);
        if (candidate < potential[j]) {
          if (candidate < -OffsetBounds.LIMIT_CYCLES) {
            contradiction = beyondPremise(i, j);
            return true;
          }
          potential[j] = candidate;
          parent[j] = i;
          changed = true;
        }
      }
    }
    return changed;
  }

  /** The path that ends with i -> j and falls below the limit, or the cycle on it. */
  private List<OffsetConstraint> beyondPremise(int i, int j) {
    List<OffsetConstraint> cycle = parentCycle();
    if (!cycle.isEmpty()) {
      return cycle;
    }
    List<Integer> backwards = new ArrayList<>(List.of(j));
    int root = i;
    for (int at = i; at != NONE && at != j; at = parent[at]) {
      backwards.add(at);
      root = at;
    }
    if (parent[root] == j) {
      return constraintsAround(backwards);
    }
    List<OffsetConstraint> path = new ArrayList<>();
    for (int k = backwards.size() - 1; k > 0; k--) {
      path.add(measured.constraint(backwards.get(k), backwards.get(k - 1)));
    }
    path.add(new OffsetConstraint(measured.cpu(j), measured.cpu(root), OffsetBounds.LIMIT_CYCLES));
    return path;
  }

  /** A cycle of parent pointers: always of negative sum; empty if they form a forest. */
  private List<OffsetConstraint> parentCycle() {
    int[] seenFrom = new int[parent.length];
    Arrays.fill(seenFrom, NONE);
    for (int start = 0; start < parent.length; start++) {
      int at = start;
      while (at != NONE && seenFrom[at] == NONE) {
        seenFrom[at] = start;
        at = parent[at];
      }
      if (at != NONE && seenFrom[at] == start) {
        List<Integer> backwards = new ArrayList<>();
        for (int on = at; backwards.isEmpty() || on != at; on = parent[on]) {
          backwards.add(on);
        }
        return constraintsAround(backwards);
      }
    }
    return List.of();
  }

  private List<OffsetConstraint> constraintsAround(List<Integer> backwards) {
    List<OffsetConstraint> cycle = new ArrayList<>();
    for (int k = backwards.size() - 1; k >= 0; k--) {
      int to = backwards.get(k == 0 ? backwards.size() - 1 : k - 1);
      cycle.add(measured.constraint(backwards.get(k), to));
    }
    return cycle;
  }
}
