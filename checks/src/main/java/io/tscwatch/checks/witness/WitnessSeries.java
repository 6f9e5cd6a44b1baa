package io.tscwatch.checks.witness;

import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.rate.OffsetObservation;
import io.tscwatch.checks.rate.RateEvent;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.rate.RateTracker;
import io.tscwatch.checks.reference.ClockSample;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * The samples of one clock, one after the other, and what they prove about the TSC's rate against
 * it: the clock's time, in cycles of the nominal frequency, less the TSC is an offset that lies
 * between certified bounds at a moment between two counter reads, so the straight lines of {@link
 * RateTracker} apply. Memory is bounded by that class.
 *
 * <p>No oscillator keeps its rate for ever. What leaves the line by no more than oscillators wander
 * begins a new line, silently; what leaves it by more is a {@link SeriesEvent}.
 *
 * <p>Not safe for use by many threads.
 */
final class WitnessSeries {

  /** How far a rate that is known may wander between two looks: warming up costs a few ppm. */
  private static final long WANDER_PICOS = 10_000_000L;

  /** What NTP may slew (500 ppm), adjtime(3) as much, and some for changes of either. */
  private static final long SLEW_PICOS = 1_500_000_000L;

  /** Before a rate is known: beyond 1 % it is no rate. */
  private static final long UNKNOWN_RATE_PICOS = 10_000_000_000L;

  /** A rate counts as known from here. */
  private static final long KNOWN_WIDTH_PICOS = 100_000_000L;

  /** Longer lines are no sharper than oscillators are steady. */
  private static final long LONGEST_LINE_SECONDS = 3600;

  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  private final long nominalKilohertz;
  private final RateTracker line = new RateTracker("the first sample");
  private Optional<ClockSample> last = Optional.empty();
  private Optional<RateInterval> before = Optional.empty();
  private Optional<Elapsed> lastElapsed = Optional.empty();
  private BigInteger ticks = BigInteger.ZERO;
  private long originCycles;
  private long lineFromCycles;

  /**
   * An empty series.
   *
   * @param nominalKilohertz what the TSC's frequency is taken for
   */
  WitnessSeries(long nominalKilohertz) {
    this.nominalKilohertz = nominalKilohertz;
  }

  /** Forgets everything. */
  void restart(String reason) {
    line.restart(reason);
    last = Optional.empty();
    before = Optional.empty();
    lastElapsed = Optional.empty();
  }

  /**
   * Takes the next sample.
   *
   * @param marginNanos how far the clock may be off what it stands for: 0, or for a synchronised
   *     CLOCK_REALTIME the error that the kernel tells
   * @param steered whether the clock's rate is changed by somebody
   * @param others how long it was since the last sample, by other clocks
   */
  Optional<SeriesEvent> add(
      ClockSample sample, long marginNanos, boolean steered, List<Elapsed> others) {
    if (last.isEmpty()) {
      begin(sample, marginNanos);
      return Optional.empty();
    }
    ClockSample previous = last.get();
    if (sample.tscBeforeCycles() - previous.tscAfterCycles() < 0) {
      return sample.tscBeforeCycles() == previous.tscBeforeCycles()
          ? Optional.empty()
          : ended("the TSC went back between two samples", sample, marginNanos);
    }
    if (sample.cpu() != previous.cpu()) {
      return ended("it is read on another CPU now", sample, marginNanos);
    }
    Optional<BigInteger> passed = ticksPassed(previous, sample, others);
    if (passed.isEmpty()) {
      return ended(
          "it was not read for so long that it may have come around unseen", sample, marginNanos);
    }
    Optional<SeriesEvent> left = leftTheLine(previous, sample, passed.get(), steered);
    if (left.isPresent()) {
      restart("it left its line");
      begin(sample, marginNanos);
      return left;
    }
    lastElapsed =
        Optional.of(
            new Elapsed(
                previous.tscAfterCycles(),
                sample.tscAfterCycles(),
                sample.rate().nanosOf(passed.get()).longValueExact()));
    ticks = ticks.add(passed.get());
    last = Optional.of(sample);
    extend(sample, marginNanos);
    return Optional.empty();
  }

  private Optional<SeriesEvent> ended(String reason, ClockSample sample, long marginNanos) {
    restart(reason);
    begin(sample, marginNanos);
    return Optional.of(new SeriesEvent.Ended(reason));
  }

  private void begin(ClockSample sample, long marginNanos) {
    last = Optional.of(sample);
    ticks = BigInteger.ZERO;
    originCycles = sample.tscBeforeCycles();
    lineFromCycles = originCycles;
    line.add(observation(sample, marginNanos));
  }

  private void extend(ClockSample sample, long marginNanos) {
    Optional<RateInterval> known = rate();
    OffsetObservation observation = observation(sample, marginNanos);
    Optional<RateEvent> event = line.add(observation);
    boolean broken = event.filter(RateEvent.Step.class::isInstance).isPresent();
    long age = sample.tscAfterCycles() - lineFromCycles;
    if (broken) {
      before = known.map(rate -> rate.widened(WANDER_PICOS));
    } else if (age / 1000 / nominalKilohertz >= LONGEST_LINE_SECONDS) {
      before = known;
      line.restart("an hour passed");
      line.add(observation);
    } else {
      return;
    }
    lineFromCycles = sample.tscBeforeCycles();
  }

  // ------------------------------------------------------------------ ticks

  /** How many ticks passed, with how often the counter came around; empty if that is not known. */
  private Optional<BigInteger> ticksPassed(
      ClockSample previous, ClockSample sample, List<Elapsed> others) {
    if (sample.bits() == 64) {
      return Optional.of(BigInteger.valueOf(sample.ticks() - previous.ticks()));
    }
    BigInteger turn = BigInteger.ONE.shiftLeft(sample.bits());
    BigInteger least = BigInteger.valueOf(sample.ticks() - previous.ticks()).mod(turn);
    BigInteger turnNanos = sample.rate().nanosOf(turn);
    BigInteger byTsc = nanos(sample.tscAfterCycles() - previous.tscBeforeCycles());
    // Less than three quarters of a turn: the TSC would have to be wrong by a third to hide one.
    if (byTsc.shiftLeft(2).compareTo(turnNanos.multiply(BigInteger.valueOf(3))) <= 0) {
      return Optional.of(least);
    }
    for (Elapsed other : others) {
      if (sameTime(other, previous, sample)) {
        BigInteger expected =
            BigInteger.valueOf(other.nanos())
                .multiply(sample.rate().ticks())
                .divide(sample.rate().nanos());
        // To the nearest: the other clock has to be off by half a turn to mislead.
        BigInteger turns =
            expected.subtract(least).add(turn.shiftRight(1)).divide(turn).max(BigInteger.ZERO);
        BigInteger total = least.add(turns.multiply(turn));
        if (total.subtract(expected).abs().shiftLeft(2).compareTo(turn) < 0) {
          return Optional.of(total);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Whether another clock was read at about the same moments; a twentieth of a second is nothing to
   * a counter that comes around in seconds.
   */
  private boolean sameTime(Elapsed other, ClockSample previous, ClockSample sample) {
    long most = nominalKilohertz * 50;
    return Math.abs(other.fromCycles() - previous.tscAfterCycles()) < most
        && Math.abs(other.untilCycles() - sample.tscAfterCycles()) < most;
  }

  private BigInteger nanos(long cycles) {
    return BigInteger.valueOf(cycles)
        .multiply(MILLION)
        .divide(BigInteger.valueOf(nominalKilohertz));
  }

  // ------------------------------------------------------------------ steps

  private Optional<SeriesEvent> leftTheLine(
      ClockSample previous, ClockSample sample, BigInteger passed, boolean steered) {
    long fewest = sample.tscBeforeCycles() - previous.tscAfterCycles();
    long most = sample.tscAfterCycles() - previous.tscBeforeCycles();
    // In whole ticks, the clock went on by at most one more and at least one less than it showed.
    BigInteger slack = sample.edge() ? BigInteger.ZERO : BigInteger.ONE;
    BigInteger clockLeast = floorCycles(sample, passed.subtract(slack));
    BigInteger clockMost = ceilingCycles(sample, passed.add(slack));
    Optional<RateInterval> known =
        rate().filter(rate -> rate.widthPicosPerSecond() <= KNOWN_WIDTH_PICOS);
    long allowance = steered ? SLEW_PICOS : WANDER_PICOS;
    // The TSC gains s, so the clock's time is the TSC's less that share of it.
    RateInterval rate =
        known.map(r -> r.widened(allowance)).orElse(RateInterval.within(UNKNOWN_RATE_PICOS));
    BigInteger expectedLeast = scaled(fewest, -rate.maxPicosPerSecond());
    BigInteger expectedMost =
        scaled(most, -rate.minPicosPerSecond()).add(BigInteger.ONE).add(secondOrder(most));
    BigInteger gained = clockLeast.subtract(expectedMost);
    BigInteger lost = expectedLeast.subtract(secondOrder(most)).subtract(clockMost);
    if (gained.signum() > 0) {
      return Optional.of(new SeriesEvent.Step(saturated(gained)));
    }
    if (lost.signum() > 0) {
      boolean stood = clockMost.shiftLeft(1).compareTo(BigInteger.valueOf(fewest)) < 0;
      return Optional.of(
          stood && clockMost.signum() >= 0
              ? new SeriesEvent.Stall(saturated(lost))
              : new SeriesEvent.Step(-saturated(lost)));
    }
    return Optional.empty();
  }

  /** 1/(1+s) is 1-s but for s squared, which is below 0.01 % of anything that is no step. */
  private static BigInteger secondOrder(long cycles) {
    return BigInteger.valueOf(cycles / 10_000_000);
  }

  private static BigInteger scaled(long cycles, long picosPerSecond) {
    BigInteger count = BigInteger.valueOf(cycles);
    return count.add(count.multiply(BigInteger.valueOf(picosPerSecond)).divide(RateInterval.PICOS));
  }

  private long saturated(BigInteger cycles) {
    return nanos(cycles.min(BigInteger.valueOf(OffsetBounds.LIMIT_CYCLES)).longValueExact())
        .longValueExact();
  }

  // ------------------------------------------------------------------ the line

  private BigInteger floorCycles(ClockSample sample, BigInteger tickCount) {
    BigInteger divisor = sample.rate().ticks().multiply(MILLION);
    BigInteger product =
        tickCount.multiply(sample.rate().nanos()).multiply(BigInteger.valueOf(nominalKilohertz));
    BigInteger[] parts = product.divideAndRemainder(divisor);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  private BigInteger ceilingCycles(ClockSample sample, BigInteger tickCount) {
    return floorCycles(sample, tickCount.negate()).negate();
  }

  /**
   * At some moment of the bracket the clock showed its ticks: it had passed that many, and less
   * than one more.
   */
  private OffsetObservation observation(ClockSample sample, long marginNanos) {
    BigInteger margin =
        BigInteger.valueOf(marginNanos)
            .multiply(BigInteger.valueOf(nominalKilohertz))
            .divide(MILLION)
            .add(marginNanos == 0 ? BigInteger.ZERO : BigInteger.ONE);
    BigInteger least = floorCycles(sample, ticks).subtract(margin);
    BigInteger most =
        ceilingCycles(sample, sample.edge() ? ticks : ticks.add(BigInteger.ONE)).add(margin);
    long since = sample.tscBeforeCycles() - originCycles;
    long until = sample.tscAfterCycles() - originCycles;
    return OffsetObservation.within(
        sample.tscBeforeCycles(),
        sample.tscAfterCycles(),
        new OffsetBounds(
            least.subtract(BigInteger.valueOf(until)).longValueExact(),
            most.subtract(BigInteger.valueOf(since)).longValueExact()));
  }

  /** The TSC's rate against the clock; empty before it is bounded on both sides. */
  Optional<RateInterval> rate() {
    Optional<RateInterval> now =
        line.result() instanceof RateResult.Bounded bounded
            ? Optional.of(
                RateInterval.ofClockAgainstTsc(
                    bounded.minPicosPerSecond(), bounded.maxPicosPerSecond()))
            : Optional.empty();
    // A line that has just begun anew says less than the one before it, which still nearly holds.
    if (before.isPresent()
        && now.map(RateInterval::widthPicosPerSecond).orElse(Long.MAX_VALUE)
            > before.get().widthPicosPerSecond()) {
      return before;
    }
    return now;
  }

  /** How long the present line is, by the TSC at its nominal frequency. */
  long observedNanos() {
    return last.map(sample -> nanos(sample.tscAfterCycles() - lineFromCycles).longValueExact())
        .orElse(0L);
  }

  long observations() {
    return line.observations();
  }

  Optional<ClockSample> last() {
    return last;
  }

  /** How long it was between the last two samples, by this clock. */
  Optional<Elapsed> lastElapsed() {
    return lastElapsed;
  }
}
