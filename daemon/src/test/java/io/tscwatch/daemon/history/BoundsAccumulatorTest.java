package io.tscwatch.daemon.history;

import static io.tscwatch.daemon.history.Samples.GIGAHERTZ;
import static io.tscwatch.daemon.history.Samples.NOON;
import static io.tscwatch.daemon.history.Samples.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.watch.CpuStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoundsAccumulatorTest {

  private static final long NOON_SECONDS = NOON / SECOND;

  private final BoundsAccumulator accumulator = new BoundsAccumulator(60);

  private List<BoundsBucket> add(long second, CpuStatus... cpus) {
    return accumulator.add(NOON + second * SECOND, Optional.of(GIGAHERTZ), List.of(cpus));
  }

  @Test
  void aMinuteHasTheExtremesOfWhatWasMeasuredInIt() {
    add(0, Samples.cpu(1, 0, 1, -30, 40));
    add(30, Samples.cpu(1, 0, 2, -35, 20));
    add(59, Samples.cpu(1, 0, 3, -10, 25));

    assertThat(add(60, Samples.cpu(1, 0, 4, -1000, 1000)))
        .containsExactly(new BoundsBucket(60, NOON_SECONDS, 1, 0, 3, -35, -10, 20, 40, 35, 70));
  }

  @Test
  void aTickWithoutNewEvidenceIsNoSample() {
    add(0, Samples.cpu(1, 0, 1, -30, 40));
    add(1, Samples.cpu(1, 0, 1, -30, 40));

    assertThat(accumulator.flush()).extracting(BoundsBucket::samples).containsExactly(1L);
  }

  @Test
  void boundsAgainstAnotherReferenceAreNotMixed() {
    add(0, Samples.cpu(2, 0, 1, -30, 40));
    add(1, Samples.cpu(2, 1, 2, -3, 4));

    assertThat(accumulator.flush())
        .extracting(BoundsBucket::reference, BoundsBucket::lowerMinNanos)
        .containsExactlyInAnyOrder(tuple(0, -30L), tuple(1, -3L));
  }

  @Test
  void nanosecondsAreRoundedOutward() {
    accumulator.add(
        NOON,
        Optional.of(new TscFrequency(2_600_000_000L)),
        List.of(Samples.cpu(1, 0, 1, -10, 10)));

    // 10 cycles at 2.6 GHz are 3.8 ns, 20 are 7.7 ns.
    assertThat(accumulator.flush())
        .containsExactly(new BoundsBucket(60, NOON_SECONDS, 1, 0, 1, -4, -4, 4, 4, 8, 8));
  }

  @Test
  void aClockThatWasSetBackBeginsAnotherSpan() {
    add(0, Samples.cpu(1, 0, 1, -30, 40));

    assertThat(add(-120, Samples.cpu(1, 0, 2, -30, 40))).hasSize(1);
    assertThat(accumulator.flush())
        .extracting(BoundsBucket::startSeconds)
        .containsExactly(NOON_SECONDS - 120);
  }

  @Test
  void noSpanCrossesTheStartOfACoarserOne() {
    assertThat(Spans.startOf(NOON_SECONDS + 3_599, 7)).isEqualTo(NOON_SECONDS + 3_598);
    assertThat(Spans.startOf(NOON_SECONDS + 3_600, 7)).isEqualTo(NOON_SECONDS + 3_600);
    assertThat(Spans.startOf(NOON_SECONDS, 86_400)).isEqualTo(NOON_SECONDS - 43_200);
    assertThat(Spans.startOf(-1, 60)).isEqualTo(-60);
  }
}
