package io.tscwatch.daemon.alert;

/**
 * How long to wait after failures: twice as long each time, from one second to a minute, less a
 * random part of up to a half, so that ten thousand hosts do not come back all at once.
 */
final class Backoff {

  private static final long FIRST_NANOS = 1_000_000_000L;
  private static final long LONGEST_NANOS = 60_000_000_000L;
  private static final int DOUBLINGS = 6;

  private Backoff() {}

  /**
   * The pause.
   *
   * @param failures in a row, at least 1
   * @param chance from 0 (inclusive) to 1: how much of the random part is taken off
   */
  static long pauseNanos(int failures, double chance) {
    long whole = Math.min(LONGEST_NANOS, FIRST_NANOS << Math.min(failures - 1, DOUBLINGS));
    return whole - (long) (chance * 0.5 * (double) whole);
  }
}
