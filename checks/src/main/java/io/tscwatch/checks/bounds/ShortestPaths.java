package io.tscwatch.checks.bounds;

import java.util.Arrays;

/**
 * Dijkstra from one CPU at a time over Johnson's reduced bounds {@code u(i, j) + p(i) - p(j) >= 0},
 * with the paths themselves. One object serves many sources; its arrays are reused.
 *
 * <p>Reduced distances saturate at {@link OffsetMatrix#INFINITE}. A true distance of at most {@link
 * OffsetBounds#LIMIT_CYCLES} never does: its reduced one is at most 2 x LIMIT_CYCLES.
 */
final class ShortestPaths {

  private static final int NONE = -1;

  private final OffsetMatrix graph;
  private final long[] potential;
  private final long[] reduced;
  private final int[] target;

  private final long[] distance;
  private final int[] parent;
  private final NearestFirst open;
  private int source;

  /** Over the given constraints, with potentials that satisfy all of them. */
  ShortestPaths(OffsetMatrix graph, long[] potential) {
    int n = graph.size();
    this.graph = graph;
    this.potential = potential;
    this.reduced = new long[graph.constraintCount()];
    this.target = new int[graph.constraintCount()];
    for (int i = 0; i < n; i++) {
      for (int e = graph.firstEdge(i); e < graph.firstEdge(i + 1); e++) {
        target[e] = graph.target(e);
        reduced[e] = graph.upper(e) + potential[i] - potential[target[e]];
      }
    }
    this.distance = new long[n];
    this.parent = new int[n];
    this.open = new NearestFirst(n);
  }

  /** Finds the shortest paths from one index to all. */
  void from(int newSource) {
    source = newSource;
    Arrays.fill(distance, OffsetMatrix.INFINITE);
    Arrays.fill(parent, NONE);
    distance[source] = 0;
    open.put(source, 0);
    while (!open.isEmpty()) {
      expand(open.removeNearest());
    }
  }

  private void expand(int i) {
    // Locals, since the client compiler reads a field anew for each constraint.
    long[] best = distance;
    long[] weight = reduced;
    int[] to = target;
    long here = best[i];
    for (int e = graph.firstEdge(i), end = graph.firstEdge(i + 1); e < end; e++) {
      long candidate = here + weight[e];
      int j = to[e];
      // A sum that overflowed is negative, and as good as infinite.
      if (candidate < best[j] && candidate >= 0) {
        best[j] = candidate;
        parent[j] = i;
        open.put(j, candidate);
      }
    }
  }

  /** The tightest upper bound of {@code offset(j) - offset(source)}, or INFINITE. */
  long upper(int j) {
    return upper(distance[j], potential[j] - potential[source]);
  }

  /** A reduced distance as the bound that it stands for. */
  static long upper(long reducedDistance, long shift) {
    if (reducedDistance == OffsetMatrix.INFINITE) {
      return OffsetMatrix.INFINITE;
    }
    long upper = Contradiction.saturatedSum(reducedDistance, shift);
    return upper > OffsetBounds.LIMIT_CYCLES ? OffsetMatrix.INFINITE : upper;
  }

  /** The index before j on the shortest path from the source, or a negative number. */
  int parent(int j) {
    return parent[j];
  }
}
