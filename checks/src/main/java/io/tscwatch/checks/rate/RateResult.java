package io.tscwatch.checks.rate;

import io.tscwatch.checks.bounds.OffsetBounds;
import java.util.Optional;

/** What the observations of one CPU against the reference prove together. */
public sealed interface RateResult {

  /** Too few observations to bound the rate from both sides. */
  record Unbounded() implements RateResult {}

  /**
   * Straight lines exist; if the rate was constant, it is in this interval, and the offset in the
   * band.
   *
   * @param minPicosPerSecond least rate in picoseconds per second, rounded down
   * @param maxPicosPerSecond greatest rate in picoseconds per second, rounded up
   * @param sign 1 if every line rises, -1 if every line falls, else 0; exact, where rounding makes
   *     the interval of a tiny rate touch 0
   * @param band where the offset is from the last observation on
   */
  record Bounded(long minPicosPerSecond, long maxPicosPerSecond, int sign, LineBand band)
      implements RateResult {

    /** True if the rate, being constant, is provably not zero. */
    public boolean excludesZero() {
      return sign != 0;
    }
  }

  /**
   * No straight line satisfies the observations: within this time the counter stepped or changed
   * its rate. Proven by the observations of that time alone, where they are still known one by one;
   * else by all since the first.
   *
   * @param fromCycles earliest time of the change, on the reference's counter
   * @param toCycles latest time of the change, on the reference's counter
   * @param step how far the offset stepped, if it was one step and the rate is the same before and
   *     after; empty if the observations do not bound it, or rule out a single step
   */
  record Contradicted(long fromCycles, long toCycles, Optional<OffsetBounds> step)
      implements RateResult {}
}
