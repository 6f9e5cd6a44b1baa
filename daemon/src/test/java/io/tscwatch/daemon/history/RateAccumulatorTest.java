package io.tscwatch.daemon.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.witness.CostMeter;
import io.tscwatch.checks.witness.RateInterval;
import io.tscwatch.checks.witness.Vote;
import io.tscwatch.checks.witness.WitnessReport;
import io.tscwatch.checks.witness.WitnessStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RateAccumulatorTest {

  private static final long NOON_SECONDS = Samples.NOON / Samples.SECOND;

  private final RateAccumulator accumulator = new RateAccumulator(60);

  private static WitnessReport report(String name, long looks, long min, long max) {
    return report(name, looks, Optional.of(new RateInterval(min, max)));
  }

  private static WitnessReport report(String name, long looks, Optional<RateInterval> rate) {
    return new WitnessReport(
        true,
        false,
        0,
        List.of(
            new WitnessStatus(
                name,
                ClockKind.HPET,
                WitnessStatus.Standing.VOTES,
                "",
                Optional.empty(),
                OptionalLong.empty(),
                32,
                rate,
                OptionalLong.empty(),
                OptionalLong.empty(),
                0,
                0,
                new CostMeter(looks, 5 * looks, 0, 1300, 1400, 30_000),
                0,
                OptionalLong.empty(),
                OptionalLong.empty())),
        new Vote.NoQuorum(2, List.of()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        0);
  }

  private List<RateBucket> add(long second, WitnessReport report) {
    return accumulator.add(Samples.NOON + second * Samples.SECOND, report);
  }

  @Test
  void aMinuteHasTheExtremesOfItsLooks() {
    assertThat(add(0, report("hpet", 1, -90, 80))).isEmpty();
    assertThat(add(2, report("hpet", 2, -40, 100))).isEmpty();
    assertThat(add(60, report("hpet", 3, -1, 1)))
        .containsExactly(new RateBucket(60, NOON_SECONDS, "hpet", 2, -90, -40, 80, 100));
    assertThat(accumulator.flush())
        .containsExactly(new RateBucket(60, NOON_SECONDS + 60, "hpet", 1, -1, -1, 1, 1));
  }

  @Test
  void aTickWithoutALookIsNoSample() {
    WitnessReport same = report("hpet", 1, -90, 80);
    add(0, same);
    add(1, same);
    // Made anew, for the facts changed: but nobody looked at the clock.
    add(2, report("hpet", 1, -90, 80));
    assertThat(accumulator.flush()).extracting(RateBucket::samples).containsExactly(1L);
  }

  @Test
  void aClockWithoutARateHasNoRow() {
    add(0, report("hpet", 1, Optional.empty()));
    assertThat(accumulator.flush()).isEmpty();
    assertThat(add(61, WitnessReport.NONE)).isEmpty();
  }
}
