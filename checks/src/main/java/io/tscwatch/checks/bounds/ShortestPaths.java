package io.tscwatch.checks.bounds;

import java.util.Arrays;

/**
 * Dijkstra from one CPU at a time over Johnson's reduced bounds {@code u(i, j) + p(i) - p(j) >= 0},
 * with an indexed heap of four branches that keeps the distances beside the indices. One object
 * serves many sources; its arrays are reused.
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
  private final int[] heap;
  private final long[] key;
  private final int[] position;
  private int heapSize;
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
    this.heap = new int[n];
    this.key = new long[n];
    this.position = new int[n];
  }

  /** Finds the shortest paths from one index to all. */
  void from(int newSource) {
    source = newSource;
    Arrays.fill(distance, OffsetMatrix.INFINITE);
    Arrays.fill(parent, NONE);
    Arrays.fill(position, NONE);
    heapSize = 0;
    distance[source] = 0;
    place(heapSize++, source, 0);
    while (heapSize > 0) {
      expand(removeNearest());
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
        rise(position[j] == NONE ? heapSize++ : position[j], j, candidate);
      }
    }
  }

  /** The tightest upper bound of {@code offset(j) - offset(source)}, or INFINITE. */
  long upper(int j) {
    if (distance[j] == OffsetMatrix.INFINITE) {
      return OffsetMatrix.INFINITE;
    }
    long shift = potential[j] - potential[source];
    long upper = Contradiction.saturatedSum(distance[j], shift);
    return upper > OffsetBounds.LIMIT_CYCLES ? OffsetMatrix.INFINITE : upper;
  }

  /** The index before j on the shortest path from the source, or a negative number. */
  int parent(int j) {
    return parent[j];
  }

  private int removeNearest() {
    int nearest = heap[0];
    heapSize--;
    if (heapSize > 0) {
      sink(heap[heapSize], key[heapSize]);
    }
    return nearest;
  }

  /** Moves an index up from a free slot to where its distance belongs. */
  private void rise(int free, int index, long distanceOfIndex) {
    long[] keys = key;
    int slot = free;
    while (slot > 0) {
      int above = (slot - 1) >>> 2;
      long keyAbove = keys[above];
      if (keyAbove <= distanceOfIndex) {
        break;
      }
      keys[slot] = keyAbove;
      heap[slot] = heap[above];
      position[heap[slot]] = slot;
      slot = above;
    }
    place(slot, index, distanceOfIndex);
  }

  /** Moves an index down from the free slot at the top. */
  private void sink(int index, long distanceOfIndex) {
    long[] keys = key;
    int size = heapSize;
    int slot = 0;
    for (int child = 1; child < size; child = 4 * slot + 1) {
      int least = child;
      long leastKey = keys[child];
      for (int other = child + 1, end = Math.min(child + 4, size); other < end; other++) {
        if (keys[other] < leastKey) {
          least = other;
          leastKey = keys[other];
        }
      }
      if (leastKey >= distanceOfIndex) {
        break;
      }
      place(slot, heap[least], leastKey);
      slot = least;
    }
    place(slot, index, distanceOfIndex);
  }

  private void place(int slot, int index, long distanceOfIndex) {
    key[slot] = distanceOfIndex;
    heap[slot] = index;
    position[index] = slot;
  }
}
