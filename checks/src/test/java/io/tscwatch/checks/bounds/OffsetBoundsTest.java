package io.tscwatch.checks.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.OneWay;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OffsetBoundsTest {

  private static Optional<OffsetBounds> proven(long aToB, long bToA) {
    return OffsetBounds.ofBAgainstA(
        new ExchangeResult(
            0,
            1,
            ExchangeOutcome.MEASURED,
            "",
            Optional.of(new OneWay(-5, -5 + aToB, 1)),
            Optional.of(new OneWay(9, 9 + bToA, 1)),
            1,
            0,
            0,
            1,
            2,
            3));
  }

  @Test
  void eachDirectionIsOneEnd() {
    assertThat(proven(130, -26)).contains(new OffsetBounds(26, 130));
    assertThat(proven(-26, 130)).contains(new OffsetBounds(-130, -26));
  }

  @Test
  void directionsThatContradictEachOtherAreNoInterval() {
    assertThat(proven(10, -11)).isEmpty();
  }

  @Test
  void aSampleThatSaysNothingIsTheWidestBoundAndNeverAnOverflow() {
    assertThat(proven(Long.MAX_VALUE, Long.MAX_VALUE)).contains(OffsetBounds.UNKNOWN);
    assertThat(proven(Long.MIN_VALUE, Long.MAX_VALUE)).isEmpty();
    assertThat(proven(Long.MAX_VALUE, Long.MIN_VALUE)).isEmpty();
    assertThat(OffsetBounds.UNKNOWN.widthCycles()).isEqualTo(Long.MAX_VALUE - 1);
    assertThat(OffsetBounds.UNKNOWN.estimateCycles()).isZero();
    assertThat(OffsetBounds.UNKNOWN.worstMagnitudeCycles()).isEqualTo(OffsetBounds.LIMIT_CYCLES);
  }

  @Test
  void boundsBeyondTheLimitAreRefused() {
    assertThatThrownBy(() -> new OffsetBounds(Long.MIN_VALUE, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void zeroIsExcludedExactlyWhenAnEndHasPassedIt() {
    assertThat(new OffsetBounds(0, 40).excludesZero()).isFalse();
    assertThat(new OffsetBounds(1, 40).provenMagnitudeCycles()).isEqualTo(1);
    assertThat(new OffsetBounds(-40, -3).provenMagnitudeCycles()).isEqualTo(3);
    assertThat(new OffsetBounds(-40, 3).worstMagnitudeCycles()).isEqualTo(40);
  }
}
