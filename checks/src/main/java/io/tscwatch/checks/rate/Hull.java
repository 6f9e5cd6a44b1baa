package io.tscwatch.checks.rate;

import java.util.Arrays;

/**
 * The lower convex hull of points (time, value): exactly those points that some straight line below
 * all of them can touch. Every other point is implied by the hull, now and after any further point,
 * so dropping it loses nothing.
 *
 * <p>Times are compared by their signed difference, which must fit into 64 bits for every two.
 */
final class Hull {

  /** A hull that grows beyond this is thinned; random noise makes hulls of about ten points. */
  static final int MAX_POINTS = 64;

  private long[] time = new long[4];
  private long[] value = new long[4];
  private int size;

  Hull copy() {
    Hull copy = new Hull();
    copy.time = time.clone();
    copy.value = value.clone();
    copy.size = size;
    return copy;
  }

  int size() {
    return size;
  }

  long time(int k) {
    return time[k];
  }

  long value(int k) {
    return value[k];
  }

  /** Adds a point; at the end in constant amortised time. */
  void add(long newTime, long newValue) {
    int k = size;
    while (k > 0 && time[k - 1] - newTime >= 0) {
      k--;
    }
    if (k < size && time[k] == newTime) {
      if (value[k] <= newValue) {
        return;
      }
      remove(k);
    } else if (k > 0 && k < size && !isBelow(newTime, newValue, k - 1, k)) {
      return;
    }
    insert(k, newTime, newValue);
    while (k >= 2 && !isBelow(time[k - 1], value[k - 1], k - 2, k)) {
      remove(--k);
    }
    while (k + 2 < size && !isBelow(time[k + 1], value[k + 1], k, k + 2)) {
      remove(k + 1);
    }
    if (size > MAX_POINTS) {
      thin();
    }
  }

  /** True if the point lies strictly below the line through two points left and right of it. */
  private boolean isBelow(long t, long y, int left, int right) {
    return Products.compare(y - value[left], time[right] - t, value[right] - y, t - time[left]) < 0;
  }

  private void insert(int k, long newTime, long newValue) {
    if (size == time.length) {
      time = Arrays.copyOf(time, 2 * size);
      value = Arrays.copyOf(value, 2 * size);
    }
    System.arraycopy(time, k, time, k + 1, size - k);
    System.arraycopy(value, k, value, k + 1, size - k);
    time[k] = newTime;
    value[k] = newValue;
    size++;
  }

  private void remove(int k) {
    size--;
    System.arraycopy(time, k + 1, time, k, size - k);
    System.arraycopy(value, k + 1, value, k, size - k);
  }

  /**
   * Forgets every second point between the two ends. Sound, since a constraint less only admits
   * more lines; and cheap in sharpness, since so many points of one convex chain lie close to the
   * lines between their neighbours.
   */
  private void thin() {
    int kept = 0;
    for (int k = 0; k < size; k++) {
      if (k % 2 == 0 || k == size - 1) {
        time[kept] = time[k];
        value[kept++] = value[k];
      }
    }
    size = kept;
  }

  /**
   * The point that a rising line {@code rise / run} touches first from below: the one that
   * minimises {@code value - time * rise / run}.
   *
   * @param run above 0
   */
  int touching(long rise, long run) {
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      long dy = value[middle + 1] - value[middle];
      long dt = time[middle + 1] - time[middle];
      if (Products.compare(dy, run, rise, dt) >= 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
