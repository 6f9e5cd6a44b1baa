package io.tscwatch.checks.bounds;

import java.util.Arrays;

/**
 * Dijkstra from one CPU at a time over Johnson's reduced bounds {@code u(i, j) + p(i) - p(j) >= 0},
 * with an indexed binary heap. One object serves many sources; its arrays are reused.
 *
 * <p>Reduced distances saturate at {@link OffsetMatrix#INFINITE}. A true distance of at most {@link
 * OffsetBounds#LIMIT_CYCLES} never does: its reduced one is at most 2 x LIMIT_CYCLES.
 */
final class ShortestPaths {

  private static final int NONE = -1;

  private final OffsetMatrix graph;
  private final long[] potential;
  private final long[] reduced;

  private final long[] distance;
  private final int[] parent;
  private final int[] heap;
  private final int[] position;
  private int heapSize;
  private int source;

  /** Over the given constraints, with potentials that satisfy all of them. */
  ShortestPaths(OffsetMatrix graph, long[] potential) {
    int n = graph.size();
    this.graph = graph;
    this.potential = potential;
    this.reduced = new long[graph.constraintCount()];
    for (int i = 0; i < n; i++) {
      for (int e = graph.firstEdge(i); e < graph.firstEdge(i + 1); e++) {
        reduced[e] = graph.upper(e) + potential[i] - potential[graph.target(e)];
      }
    }
    this.distance = new long[n];
    this.parent = new int[n];
    this.heap = new int[n];
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
    place(heapSize++, source);
    while (heapSize > 0) {
      expand(removeNearest());
    }
  }

  private void expand(int i) {
    long here = distance[i];
    for (int e = graph.firstEdge(i), end = graph.firstEdge(i + 1); e < end; e++) {
      long candidate = here + reduced[e];
      int j = graph.target(e);
      // A sum that overflowed is negative, and as good as infinite.
      if (candidate >= 0 && candidate < distance[j]) {
        if (position[j] == NONE) {
          place(heapSize++, j);
        }
        distance[j] = candidate;
        parent[j] = i;
        rise(position[j]);
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
    int last = heap[--heapSize];
    if (heapSize > 0) {
      sink(last);
    }
    return nearest;
  }

  private void place(int slot, int index) {
    heap[slot] = index;
    position[index] = slot;
  }

  private void rise(int start) {
    int slot = start;
    int index = heap[slot];
    long key = distance[index];
    while (slot > 0) {
      int above = (slot - 1) >>> 1;
      if (distance[heap[above]] <= key) {
        break;
      }
      place(slot, heap[above]);
      slot = above;
    }
    place(slot, index);
  }

  private void sink(int index) {
    int slot = 0;
    long key = distance[index];
    while (true) {
      int below = 2 * slot + 1;
      if (below >= heapSize) {
        break;
      }
      if (below + 1 < heapSize && distance[heap[below + 1]] < distance[heap[below]]) {
        below++;
      }
      if (distance[heap[below]] >= key) {
        break;
      }
      place(slot, heap[below]);
      slot = below;
    }
    place(slot, index);
  }
}
