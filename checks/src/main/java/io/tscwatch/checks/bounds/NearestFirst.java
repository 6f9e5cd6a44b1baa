package io.tscwatch.checks.bounds;

import java.util.Arrays;

/**
 * The indices that a search has seen and not yet visited, by their distance: a heap of four
 * branches that keeps the distances beside the indices, and knows where each index is.
 */
final class NearestFirst {

  private static final int NONE = -1;

  private final int[] heap;
  private final long[] key;
  private final int[] position;
  private int size;

  /** For indices from 0 to {@code count} - 1; empty. */
  NearestFirst(int count) {
    this.heap = new int[count];
    this.key = new long[count];
    this.position = new int[count];
    Arrays.fill(position, NONE);
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** Adds an index, or lowers the distance of one that is there. */
  void put(int index, long distance) {
    int at = position[index];
    rise(at == NONE ? size++ : at, index, distance);
  }

  /** Takes out the index with the least distance. Not while {@linkplain #isEmpty() empty}. */
  int removeNearest() {
    int nearest = heap[0];
    position[nearest] = NONE;
    size--;
    if (size > 0) {
      sink(heap[size], key[size]);
    }
    return nearest;
  }

  /** The largest distance of all that are here; 0 while empty. */
  long largest() {
    // Nothing is further than what is below it, so only those with nothing below are looked at.
    long largest = 0;
    long[] keys = key;
    for (int slot = (size + 2) >>> 2, end = size; slot < end; slot++) {
      if (keys[slot] > largest) {
        largest = keys[slot];
      }
    }
    return largest;
  }

  /** Moves an index up from a free slot to where its distance belongs. */
  private void rise(int free, int index, long distance) {
    long[] keys = key;
    int slot = free;
    while (slot > 0) {
      int above = (slot - 1) >>> 2;
      long keyAbove = keys[above];
      if (keyAbove <= distance) {
        break;
      }
      place(slot, heap[above], keyAbove);
      slot = above;
    }
    place(slot, index, distance);
  }

  /** Moves an index down from the free slot at the top. */
  private void sink(int index, long distance) {
    long[] keys = key;
    int count = size;
    int slot = 0;
    for (int child = 1; child < count; child = 4 * slot + 1) {
      int least = child;
      long leastKey = keys[child];
      for (int other = child + 1, end = Math.min(child + 4, count); other < end; other++) {
        if (keys[other] < leastKey) {
          least = other;
          leastKey = keys[other];
        }
      }
      if (leastKey >= distance) {
        break;
      }
      place(slot, heap[least], leastKey);
      slot = least;
    }
    place(slot, index, distance);
  }

  private void place(int slot, int index, long distance) {
    key[slot] = distance;
    heap[slot] = index;
    position[index] = slot;
  }
}
