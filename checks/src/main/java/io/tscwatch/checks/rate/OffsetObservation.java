package io.tscwatch.checks.rate;

import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.OneWay;
import java.util.Optional;

/**
 * One certified observation of a CPU's offset against the reference: at some moment of the first
 * time box the offset was at most {@code upperCycles}, at some moment of the second at least {@code
 * lowerCycles}. All times are the reference CPU's counter.
 *
 * <p>The two moments differ, so {@code upperCycles < lowerCycles} is possible: the offset moved.
 *
 * @param upperEarliestCycles begin of the time box of the upper bound
 * @param upperLatestCycles end of it, included
 * @param upperCycles upper bound, within {@code ±}{@link OffsetBounds#LIMIT_CYCLES}
 * @param lowerEarliestCycles begin of the time box of the lower bound
 * @param lowerLatestCycles end of it, included
 * @param lowerCycles lower bound, within {@code ±}{@link OffsetBounds#LIMIT_CYCLES}
 */
public record OffsetObservation(
    long upperEarliestCycles,
    long upperLatestCycles,
    long upperCycles,
    long lowerEarliestCycles,
    long lowerLatestCycles,
    long lowerCycles) {

  private static final long MAX_STEP_CYCLES = 1L << 32;

  public OffsetObservation {
    if (upperLatestCycles - upperEarliestCycles < 0
        || lowerLatestCycles - lowerEarliestCycles < 0) {
      throw new IllegalArgumentException("a time box that ends before it begins");
    }
    if (Math.min(upperCycles, lowerCycles) < -OffsetBounds.LIMIT_CYCLES
        || Math.max(upperCycles, lowerCycles) > OffsetBounds.LIMIT_CYCLES) {
      throw new IllegalArgumentException(
          "bounds " + lowerCycles + ".." + upperCycles + " go beyond what counters can differ by");
    }
  }

  /**
   * Both bounds hold at some moment of one time box, such as a sweep.
   *
   * @param bounds of one pair alone, its ends moved outward by the steps of the counters; bounds
   *     through other CPUs hold at no single moment if one of those drifts
   */
  public static OffsetObservation within(
      long earliestCycles, long latestCycles, OffsetBounds bounds) {
    return new OffsetObservation(
        earliestCycles,
        latestCycles,
        bounds.upperCycles(),
        earliestCycles,
        latestCycles,
        bounds.lowerCycles());
  }

  /**
   * What one exchange with the reference CPU proves of the other CPU. Let {@code f(t)} be the
   * offset of the other CPU when the reference's counter shows t.
   *
   * <p>The reference sends s, the other receives r: when the reference showed s, the other's
   * counter was s + f(s), and later it was r, so {@code f(s) <= r - s}. The other sends s', the
   * reference receives r': when the reference showed r', the other's counter was r' + f(r'), and
   * before that s', so {@code f(r') >= s' - r'}. Both need only that the other's counter does not
   * run backwards.
   *
   * <p>A straight line is one of counters without steps, of which a read shows the last step
   * passed. What is shown is too small by less than a step, so that much is added, outward.
   *
   * @param referenceCpu one of the two CPUs of the exchange
   * @param referenceStepCycles granularity of the reference's counter, 1 or more
   * @param otherStepCycles granularity of the other CPU's counter, 1 or more
   * @return empty if the pair was not measured, or its bounds go beyond what counters can differ by
   * @throws IllegalArgumentException if the reference is neither side, or a step is out of range
   */
  public static Optional<OffsetObservation> against(
      int referenceCpu, ExchangeResult result, long referenceStepCycles, long otherStepCycles) {
    if (referenceCpu != result.cpuA() && referenceCpu != result.cpuB()) {
      throw new IllegalArgumentException("CPU " + referenceCpu + " is neither side of " + result);
    }
    if (Math.min(referenceStepCycles, otherStepCycles) < 1
        || Math.max(referenceStepCycles, otherStepCycles) > MAX_STEP_CYCLES) {
      throw new IllegalArgumentException("not the step of a counter");
    }
    if (!result.measured()) {
      return Optional.empty();
    }
    boolean isA = referenceCpu == result.cpuA();
    OneWay out = (isA ? result.aToB() : result.bToA()).orElseThrow();
    OneWay home = (isA ? result.bToA() : result.aToB()).orElseThrow();
    if (out.cycles() < -OffsetBounds.LIMIT_CYCLES || home.cycles() < -OffsetBounds.LIMIT_CYCLES) {
      return Optional.empty();
    }
    return Optional.of(
        new OffsetObservation(
            out.sentCycles(),
            out.sentCycles() + referenceStepCycles,
            outward(out.cycles(), otherStepCycles),
            home.receivedCycles(),
            home.receivedCycles() + referenceStepCycles,
            -outward(home.cycles(), referenceStepCycles)));
  }

  private static long outward(long cycles, long stepCycles) {
    return Math.min(
        Math.min(cycles, OffsetBounds.LIMIT_CYCLES) + stepCycles, OffsetBounds.LIMIT_CYCLES);
  }

  /** The earliest moment that this is about. */
  public long sinceCycles() {
    return upperEarliestCycles - lowerEarliestCycles < 0
        ? upperEarliestCycles
        : lowerEarliestCycles;
  }

  /** The latest moment that this is about. */
  public long untilCycles() {
    return upperLatestCycles - lowerLatestCycles > 0 ? upperLatestCycles : lowerLatestCycles;
  }

  /** The same seen from the reference: every offset negated, so that a falling line rises. */
  OffsetObservation mirrored() {
    return new OffsetObservation(
        lowerEarliestCycles,
        lowerLatestCycles,
        -lowerCycles,
        upperEarliestCycles,
        upperLatestCycles,
        -upperCycles);
  }
}
