package io.tscwatch.checks.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateIntervalTest {

  private static final MathContext EXACT = new MathContext(60);
  private static final BigDecimal ONE = BigDecimal.valueOf(1_000_000_000_000L);

  private final Random random = new Random(20_260_301);

  private long rate() {
    return random.nextLong(-2_000_000_000L, 2_000_000_000L);
  }

  /** {@code x} as a factor. */
  private static BigDecimal factor(long picos) {
    return ONE.add(BigDecimal.valueOf(picos)).divide(ONE, EXACT);
  }

  private static BigDecimal picos(BigDecimal factor) {
    return factor.subtract(BigDecimal.ONE).multiply(ONE, EXACT);
  }

  @Test
  void theInverseOfARateContainsItAndIsNoWiderThanRoundingMakesIt() {
    for (int i = 0; i < 10_000; i++) {
      long clock = rate();
      RateInterval tsc = RateInterval.ofClockAgainstTsc(clock, clock);
      BigDecimal exact = picos(BigDecimal.ONE.divide(factor(clock), EXACT));

      assertThat(BigDecimal.valueOf(tsc.minPicosPerSecond())).isLessThanOrEqualTo(exact);
      assertThat(BigDecimal.valueOf(tsc.maxPicosPerSecond())).isGreaterThanOrEqualTo(exact);
      assertThat(tsc.widthPicosPerSecond()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void aRateOverAnotherContainsTheRatio() {
    for (int i = 0; i < 10_000; i++) {
      long one = rate();
      long other = rate();
      RateInterval over = new RateInterval(one, one).over(new RateInterval(other, other));
      BigDecimal exact = picos(factor(one).divide(factor(other), EXACT));

      assertThat(BigDecimal.valueOf(over.minPicosPerSecond())).isLessThanOrEqualTo(exact);
      assertThat(BigDecimal.valueOf(over.maxPicosPerSecond())).isGreaterThanOrEqualTo(exact);
      assertThat(over.widthPicosPerSecond()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void magnitudesAreThoseThatTheIntervalAllows() {
    assertThat(new RateInterval(-5, 3).leastPicosPerSecond()).isZero();
    assertThat(new RateInterval(-5, 3).mostPicosPerSecond()).isEqualTo(5);
    assertThat(new RateInterval(-5, -3).leastPicosPerSecond()).isEqualTo(3);
    assertThat(new RateInterval(2, 9).leastPicosPerSecond()).isEqualTo(2);
  }

  @Test
  void aRateBeyondAllMeasureSaturates() {
    RateInterval all = new RateInterval(Long.MIN_VALUE, Long.MAX_VALUE);

    assertThat(all.widened(1_000_000).widthPicosPerSecond()).isEqualTo(2 * RateInterval.MOST);
  }
}
