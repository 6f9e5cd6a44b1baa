package io.tscwatch.checks.verdict;

/**
 * What is tolerated. Recorded with the readings, because the same readings judged by other limits
 * may give another verdict.
 *
 * @param maxSkewNanos a CPU is in sync when its offset is proven to be at most this, 1 ns to 1 s
 * @param toleratedWarpNanos a proven offset of at most this is a warning and no fault, 0 to {@code
 *     maxSkewNanos}
 */
public record Limits(long maxSkewNanos, long toleratedWarpNanos) {

  public static final long DEFAULT_MAX_SKEW_NANOS = 1_000;
  public static final long LARGEST_MAX_SKEW_NANOS = 1_000_000_000;

  /** 1 us, and no warp is tolerated. */
  public static final Limits DEFAULT = new Limits(DEFAULT_MAX_SKEW_NANOS, 0);

  public Limits {
    if (maxSkewNanos < 1 || maxSkewNanos > LARGEST_MAX_SKEW_NANOS) {
      throw new IllegalArgumentException(
          "the largest skew allowed is " + maxSkewNanos + " ns; it has to be 1 ns to 1 s");
    }
    if (toleratedWarpNanos < 0 || toleratedWarpNanos > maxSkewNanos) {
      throw new IllegalArgumentException(
          "the tolerated warp is "
              + toleratedWarpNanos
              + " ns; it has to be 0 to the largest skew allowed, "
              + maxSkewNanos
              + " ns");
    }
  }
}
