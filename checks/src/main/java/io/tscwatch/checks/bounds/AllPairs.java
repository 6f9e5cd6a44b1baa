package io.tscwatch.checks.bounds;

import java.util.Arrays;

/**
 * Shortest paths from every CPU to every other: Dijkstra from each, as in {@link ShortestPaths},
 * without the paths and made for thousands of CPUs.
 *
 * <p>Each CPU's constraints are kept in the order of their reduced bounds, the least first. Once
 * all CPUs have been seen, no distance that is still open is above the largest of them; so whoever
 * is visited stops at the first constraint that leads further than that. Near the end of a search
 * that is almost at once: of 524 million constraints of 2048 CPUs in 16 packages a ninth are looked
 * at.
 */
final class AllPairs {

  private static final int DIGIT_BITS = 16;

  /** The largest open distance is looked for anew after a share of the CPUs has been visited. */
  private static final int LOOKS_A_SEARCH = 16;

  private final int n;

  /** Constraints of index i are at first[i] .. first[i + 1] - 1 of the two arrays below. */
  private final int[] first;

  private final int[] target;
  private final long[] reduced;
  private final NearestFirst open;

  private AllPairs(OffsetMatrix graph, long[] potential) {
    this.n = graph.size();
    int m = graph.constraintCount();
    int[] sender = new int[m];
    long[] weight = new long[m];
    this.first = new int[n + 1];
    for (int i = 0; i < n; i++) {
      first[i + 1] = graph.firstEdge(i + 1);
      for (int e = first[i]; e < first[i + 1]; e++) {
        sender[e] = i;
        weight[e] = graph.upper(e) + potential[i] - potential[graph.target(e)];
      }
    }
    this.target = new int[m];
    this.reduced = new long[m];
    int[] order = OffsetMatrix.stableOrder(n, sender, ascending(weight));
    for (int e = 0; e < m; e++) {
      target[e] = graph.target(order[e]);
      reduced[e] = weight[order[e]];
    }
    this.open = new NearestFirst(n);
  }

  /** The positions of weights of at least 0, the least first: counted digit by digit. */
  private static int[] ascending(long[] weight) {
    int[] order = new int[weight.length];
    Arrays.setAll(order, e -> e);
    long bits = 0;
    for (long w : weight) {
      bits |= w;
    }
    int[] digit = new int[weight.length];
    for (int shift = 0; shift < Long.SIZE && bits >>> shift != 0; shift += DIGIT_BITS) {
      for (int e = 0; e < digit.length; e++) {
        digit[e] = (int) (weight[e] >>> shift) & ((1 << DIGIT_BITS) - 1);
      }
      order = OffsetMatrix.stableOrder(1 << DIGIT_BITS, digit, order);
    }
    return order;
  }

  /**
   * The tightest upper bounds of {@code offset(j) - offset(i)}, or INFINITE, at {@code [i][j]}.
   *
   * @param potential satisfies all constraints of the graph
   */
  static long[][] of(OffsetMatrix graph, long[] potential) {
    AllPairs paths = new AllPairs(graph, potential);
    int n = graph.size();
    long[][] upper = new long[n][n];
    for (int i = 0; i < n; i++) {
      paths.from(i, upper[i]);
      for (int j = 0; j < n; j++) {
        upper[i][j] = ShortestPaths.upper(upper[i][j], potential[j] - potential[i]);
      }
    }
    return upper;
  }

  private void from(int source, long[] distance) {
    Arrays.fill(distance, OffsetMatrix.INFINITE);
    distance[source] = 0;
    open.put(source, 0);
    int seen = 1;
    int untilLook = 0;
    long furthest = OffsetMatrix.INFINITE;
    while (!open.isEmpty()) {
      int i = open.removeNearest();
      // While one has not been seen its distance may be anything.
      if (seen == n && untilLook-- == 0) {
        furthest = open.largest();
        untilLook = n / LOOKS_A_SEARCH;
      }
      seen += expand(i, furthest, distance);
    }
  }

  /** Tightens the distances beyond i; how many had none yet. */
  private int expand(int i, long furthest, long[] distance) {
    // Locals, since the client compiler reads a field anew for each constraint.
    long[] weight = reduced;
    int[] to = target;
    long here = distance[i];
    int seen = 0;
    for (int e = first[i], end = first[i + 1]; e < end; e++) {
      long candidate = here + weight[e];
      // A sum that overflowed is negative, and as good as infinite.
      if (candidate >= furthest || candidate < 0) {
        break;
      }
      int j = to[e];
      long known = distance[j];
      if (candidate < known) {
        distance[j] = candidate;
        open.put(j, candidate);
        if (known == OffsetMatrix.INFINITE) {
          seen++;
        }
      }
    }
    return seen;
  }
}
