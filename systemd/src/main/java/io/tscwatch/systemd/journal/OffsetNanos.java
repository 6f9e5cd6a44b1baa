package io.tscwatch.systemd.journal;

/**
 * Proven bounds of an offset, in nanoseconds.
 *
 * @param lower the offset is not less
 * @param upper the offset is not more; not below {@code lower}
 */
public record OffsetNanos(long lower, long upper) {

  public OffsetNanos {
    if (upper < lower) {
      throw new IllegalArgumentException("upper " + upper + " is below lower " + lower);
    }
  }

  /** The middle, rounded down: an estimate that assumes equal delays both ways. */
  long middle() {
    // Differences of counters that ran apart may be of any size: lower + upper could overflow.
    return (lower & upper) + ((lower ^ upper) >> 1);
  }
}
