package io.tscwatch.checks.witness;

import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.reference.Discipline;
import io.tscwatch.checks.witness.WitnessStatus.Standing;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One clock that is looked at again and again. Not safe for use by many threads. */
final class Witness {

  /** A clock that stepped or stood still has no vote for so long. */
  private static final long UNSTEADY_NANOS = 30_000_000_000L;

  private static final long NANOS_PER_MICRO = 1000;

  final ClockKind kind;
  final int index;
  private final String ptpName;
  private final long kilohertz;
  private final WitnessSeries series;
  private final Trend trend = new Trend();
  private Reading<ClockSample> newest = Reading.absent("not looked at yet");
  private Optional<ClockSample> last = Optional.empty();
  private Optional<Lineage> lineage = Optional.empty();
  private CostMeter cost = CostMeter.NOTHING;
  private long dueNanos = Long.MIN_VALUE;
  private int unanswered;
  private long steps;
  private OptionalLong lastStepNanos = OptionalLong.empty();
  private OptionalLong stallNanos = OptionalLong.empty();
  private OptionalLong unsteadySinceNanos = OptionalLong.empty();

  Witness(ClockKind kind, int index, String ptpName, long kilohertz) {
    this.kind = kind;
    this.index = index;
    this.ptpName = ptpName;
    this.kilohertz = kilohertz;
    series = new WitnessSeries(kilohertz);
  }

  String name() {
    return kind == ClockKind.PTP ? kind.word() + index : kind.word();
  }

  boolean due(long nowNanos) {
    return nowNanos - dueNanos >= 0 || dueNanos == Long.MIN_VALUE;
  }

  void nextLookAt(long nanos) {
    dueNanos = nanos;
  }

  void restart(String reason) {
    series.restart(reason);
    trend.clear();
    unsteadySinceNanos = OptionalLong.empty();
  }

  /** How often in a row it gave no answer. */
  int unanswered() {
    return unanswered;
  }

  /** Whether this answer says what the last one said: that there is none, for the same reason. */
  boolean isNoNews(Reading<ClockSample> answer) {
    return answer.toOptional().isEmpty() && answer.equals(newest);
  }

  /** Takes the answer of a look. */
  Optional<SeriesEvent> take(
      Reading<ClockSample> answer,
      Lineage.Surroundings around,
      List<Elapsed> others,
      long nowNanos) {
    newest = answer;
    if (answer.toOptional().isEmpty()) {
      unanswered++;
      return Optional.empty();
    }
    unanswered = 0;
    ClockSample sample = answer.toOptional().get();
    boolean seenBefore =
        last.filter(before -> before.tscBeforeCycles() == sample.tscBeforeCycles()).isPresent();
    last = Optional.of(sample);
    if (seenBefore) {
      return Optional.empty();
    }
    cost = cost.plus(sample.cost(), kilohertz);
    Lineage now = Lineage.of(sample, ptpName, around);
    if (lineage.isPresent() && !lineage.get().source().equals(now.source())) {
      restart("it derives from another source now");
      lineage = Optional.of(now);
      series.add(sample, marginNanos(sample), steered(), others);
      return Optional.of(new SeriesEvent.Ended("it derives from another source now"));
    }
    lineage = Optional.of(now);
    Optional<SeriesEvent> event = series.add(sample, marginNanos(sample), steered(), others);
    event.ifPresentOrElse(e -> note(e, nowNanos), () -> stallNanos = OptionalLong.empty());
    series.rate().ifPresent(rate -> trend.note(nowNanos, rate));
    return event;
  }

  private void note(SeriesEvent event, long nowNanos) {
    trend.clear();
    if (event instanceof SeriesEvent.Step step) {
      steps++;
      lastStepNanos = OptionalLong.of(step.nanos());
      unsteadySinceNanos = OptionalLong.of(nowNanos);
    } else if (event instanceof SeriesEvent.Stall stall) {
      stallNanos = OptionalLong.of(stall.nanos());
      unsteadySinceNanos = OptionalLong.of(nowNanos);
    }
  }

  /** A synchronised clock stands for true time, to within the error that the kernel tells. */
  private static long marginNanos(ClockSample sample) {
    return sample.kind() != ClockKind.REALTIME
        ? 0
        : sample
            .discipline()
            .filter(Discipline::synchronised)
            .map(d -> d.maxErrorMicros() * NANOS_PER_MICRO)
            .orElse(0L);
  }

  private boolean steered() {
    return kind == ClockKind.REALTIME
        || (kind == ClockKind.PTP
            && lineage.filter(l -> l.source().equals(Lineage.EXTERNAL)).isPresent());
  }

  boolean independent() {
    return lineage.filter(Lineage::independent).isPresent();
  }

  /** Whether it is another clock than the TSC, even if not an independent one. */
  boolean notTheTsc() {
    return lineage.filter(l -> !l.source().equals(Lineage.TSC)).isPresent();
  }

  /** Whether it is the TSC itself, and what rate it has is known as well as it has to be. */
  boolean isTheTsc(WitnessSettings settings) {
    return lineage.filter(l -> l.source().equals(Lineage.TSC)).isPresent()
        && series
            .rate()
            .filter(r -> r.widthPicosPerSecond() <= settings.resolutionPicosPerSecond())
            .isPresent();
  }

  Optional<Lineage> lineage() {
    return lineage;
  }

  Optional<RateInterval> rate() {
    return series.rate();
  }

  Optional<Elapsed> lastElapsed() {
    return series.lastElapsed();
  }

  Optional<ClockSample> last() {
    return last;
  }

  CostMeter cost() {
    return cost;
  }

  Trend trend() {
    return trend;
  }

  /** What it says in a vote; empty if it has none. */
  Optional<Ballot> ballot(WitnessSettings settings, long nowNanos) {
    return standing(settings, nowNanos) == Standing.VOTES
        ? series
            .rate()
            .map(
                rate ->
                    new Ballot(
                        name(), lineage.orElseThrow().source(), rate.widened(tolerance(settings))))
        : Optional.empty();
  }

  /** Time from outside has no oscillator of its own; its error is in its bounds already. */
  private long tolerance(WitnessSettings settings) {
    return lineage.filter(l -> l.source().equals(Lineage.EXTERNAL)).isPresent()
        ? 0
        : settings.tolerancePicosPerSecond();
  }

  private Standing standing(WitnessSettings settings, long nowNanos) {
    if (!(newest instanceof Reading.Present)) {
      return Standing.UNREADABLE;
    }
    if (!independent()) {
      return Standing.DERIVED;
    }
    if (stallNanos.isPresent()
        || (unsteadySinceNanos.isPresent()
            && nowNanos - unsteadySinceNanos.getAsLong() < UNSTEADY_NANOS
            && series.rate().isEmpty())) {
      return Standing.UNSTEADY;
    }
    return series
            .rate()
            .filter(r -> r.widthPicosPerSecond() <= settings.resolutionPicosPerSecond())
            .isPresent()
        ? Standing.VOTES
        : Standing.OBSERVING;
  }

  private String why(Standing standing) {
    return switch (standing) {
      case UNREADABLE -> newest.whyNot().orElse("");
      case DERIVED -> lineage.orElseThrow().explanation();
      case UNSTEADY -> stallNanos.isPresent() ? "it stands still" : "it stepped just now";
      case OBSERVING -> "not observed for long enough";
      case VOTES -> last.map(ClockSample::how).orElse("");
    };
  }

  WitnessStatus status(WitnessSettings settings, long nowNanos) {
    Standing standing = standing(settings, nowNanos);
    Optional<RateInterval> rate = series.rate();
    return new WitnessStatus(
        name(),
        kind,
        standing,
        why(standing),
        lineage,
        last.map(s -> OptionalLong.of(s.rate().hertz())).orElse(OptionalLong.empty()),
        last.map(ClockSample::bits).orElse(0),
        rate,
        rate.map(r -> OptionalLong.of(hertz(r.minPicosPerSecond(), false)))
            .orElse(OptionalLong.empty()),
        rate.map(r -> OptionalLong.of(hertz(r.maxPicosPerSecond(), true)))
            .orElse(OptionalLong.empty()),
        series.observedNanos(),
        series.observations(),
        cost,
        steps,
        lastStepNanos,
        stallNanos);
  }

  private long hertz(long picos, boolean up) {
    BigInteger product =
        RateInterval.PICOS
            .add(BigInteger.valueOf(picos))
            .multiply(BigInteger.valueOf(kilohertz * 1000));
    BigInteger[] parts = product.divideAndRemainder(RateInterval.PICOS);
    return parts[0].longValueExact() + (up && parts[1].signum() != 0 ? 1 : 0);
  }
}
