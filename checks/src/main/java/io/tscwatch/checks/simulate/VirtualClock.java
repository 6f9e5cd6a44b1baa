package io.tscwatch.checks.simulate;

import java.util.List;

/**
 * The time of a simulated machine. It passes when it is told to, and jumps over suspensions.
 *
 * <p>Not safe for use by many threads.
 */
final class VirtualClock {

  /**
   * How elapsed time, which goes on in suspend, and CLOCK_MONOTONIC, which does not, correspond.
   */
  record Axis(long startMonotonicNanos, List<Storyline.Suspension> suspensions) {

    long monotonicAt(long elapsedNanos) {
      long monotonic = startMonotonicNanos + elapsedNanos;
      for (Storyline.Suspension suspension : suspensions) {
        if (elapsedNanos < suspension.fromNanos()) {
          break;
        }
        monotonic -= Math.min(elapsedNanos, suspension.untilNanos()) - suspension.fromNanos();
      }
      return monotonic;
    }

    long elapsedAt(long monotonicNanos) {
      long elapsed = monotonicNanos - startMonotonicNanos;
      for (Storyline.Suspension suspension : suspensions) {
        if (elapsed < suspension.fromNanos()) {
          break;
        }
        elapsed += suspension.untilNanos() - suspension.fromNanos();
      }
      return elapsed;
    }
  }

  private final List<Storyline.Suspension> suspensions;
  private int next;
  private volatile long elapsedNanos;

  VirtualClock(List<Storyline.Suspension> suspensions) {
    this.suspensions = suspensions;
    jumpIfSuspended();
  }

  /** Time since the scenario began, time in suspend included. */
  long elapsedNanos() {
    return elapsedNanos;
  }

  /** How long from now nothing suspends the machine, at most the given time. */
  long untilSuspend(long nanos) {
    return next < suspensions.size()
        ? Math.min(nanos, suspensions.get(next).fromNanos() - elapsedNanos)
        : nanos;
  }

  /** Lets so much CLOCK_MONOTONIC pass, and as much more as the machine is suspended meanwhile. */
  void pass(long nanos) {
    long left = nanos;
    while (left > 0) {
      long awake = untilSuspend(left);
      // One thread lets time pass; others only look at the clock.
      long before = elapsedNanos;
      elapsedNanos = before + awake;
      left -= awake;
      jumpIfSuspended();
    }
  }

  private void jumpIfSuspended() {
    if (next < suspensions.size() && suspensions.get(next).fromNanos() <= elapsedNanos) {
      elapsedNanos = suspensions.get(next).untilNanos();
      next++;
    }
  }
}
