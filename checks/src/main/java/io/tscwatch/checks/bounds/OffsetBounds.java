package io.tscwatch.checks.bounds;

import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.OneWay;
import java.util.Optional;

/**
 * A certified interval of the offset of one CPU's counter against another's: proven by causality to
 * contain it, both ends included. A positive offset means that the first-named CPU is ahead.
 *
 * @param lowerCycles lower bound, in TSC cycles, within {@code ±}{@link #LIMIT_CYCLES}
 * @param upperCycles upper bound, in TSC cycles, at least {@code lowerCycles}
 */
public record OffsetBounds(long lowerCycles, long upperCycles) {

  /**
   * No two counters are further apart: 2^62 - 1 cycles, 48 years at 3 GHz. The premise that lets
   * widths, sums of two bounds and negations stay exact in 64 bits.
   */
  public static final long LIMIT_CYCLES = (1L << 62) - 1;

  /** By hand: see {@link io.tscwatch.checks.schedule.CpuPair#equals}. */
  @Override
  public boolean equals(Object other) {
    return other instanceof OffsetBounds bounds
        && lowerCycles == bounds.lowerCycles
        && upperCycles == bounds.upperCycles;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(lowerCycles) + Long.hashCode(upperCycles);
  }

  /** All that is known without a measurement. */
  public static final OffsetBounds UNKNOWN = new OffsetBounds(-LIMIT_CYCLES, LIMIT_CYCLES);

  public OffsetBounds {
    if (lowerCycles < -LIMIT_CYCLES || upperCycles > LIMIT_CYCLES) {
      throw new IllegalArgumentException(
          "bounds "
              + lowerCycles
              + ".."
              + upperCycles
              + " go beyond what two counters can differ by");
    }
    if (lowerCycles > upperCycles) {
      throw new IllegalArgumentException(
          "lower bound " + lowerCycles + " is above upper bound " + upperCycles);
    }
  }

  /**
   * The offset of B against A that one exchange proves: {@code [-min(a' - b'), min(b - a)]}; empty
   * if the pair was not measured.
   *
   * <p>The two minima are of different moments. With a rate between the counters they may
   * contradict each other; that is no interval, and the caller is told by an empty answer with
   * {@link ExchangeResult#measured()} true.
   */
  public static Optional<OffsetBounds> ofBAgainstA(ExchangeResult result) {
    if (!result.measured()) {
      return Optional.empty();
    }
    long upper = result.aToB().map(OneWay::cycles).orElseThrow();
    long back = result.bToA().map(OneWay::cycles).orElseThrow();
    // Beyond the limit an upper bound says nothing; below its negative it contradicts the premise.
    long lower = -Math.max(-Long.MAX_VALUE, Math.min(back, LIMIT_CYCLES));
    upper = Math.min(upper, LIMIT_CYCLES);
    return lower <= upper && lower <= LIMIT_CYCLES && upper >= -LIMIT_CYCLES
        ? Optional.of(new OffsetBounds(lower, upper))
        : Optional.empty();
  }

  /** Upper minus lower: all that is not known. */
  public long widthCycles() {
    return upperCycles - lowerCycles;
  }

  /** The middle, rounded down: an estimate that assumes equal delays both ways. Never a bound. */
  public long estimateCycles() {
    return lowerCycles + (upperCycles - lowerCycles) / 2;
  }

  /** True if the offset may be this one. */
  public boolean contains(long cycles) {
    return lowerCycles <= cycles && cycles <= upperCycles;
  }

  /** True when an offset of zero is impossible: the counters provably differ. */
  public boolean excludesZero() {
    return lowerCycles > 0 || upperCycles < 0;
  }

  /** The smallest magnitude that the offset can have: 0 unless zero is excluded. */
  public long provenMagnitudeCycles() {
    if (lowerCycles > 0) {
      return lowerCycles;
    }
    return upperCycles < 0 ? -upperCycles : 0;
  }

  /** The largest magnitude that the offset can have. */
  public long worstMagnitudeCycles() {
    return Math.max(Math.abs(lowerCycles), Math.abs(upperCycles));
  }

  /** The offset seen from the other side. */
  public OffsetBounds negated() {
    return new OffsetBounds(-upperCycles, -lowerCycles);
  }

  /** What both intervals allow; empty if they contradict each other. */
  public Optional<OffsetBounds> intersect(OffsetBounds other) {
    long lower = Math.max(lowerCycles, other.lowerCycles);
    long upper = Math.min(upperCycles, other.upperCycles);
    return lower <= upper ? Optional.of(new OffsetBounds(lower, upper)) : Optional.empty();
  }
}
