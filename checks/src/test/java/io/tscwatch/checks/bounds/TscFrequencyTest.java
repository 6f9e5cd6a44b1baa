package io.tscwatch.checks.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tscwatch.checks.machine.TimeSample;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TscFrequencyTest {

  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

  @Test
  void boundsAreRoundedOutward() {
    TscFrequency frequency = TscFrequency.ofKilohertz(2_600_000);
    assertThat(frequency.upperNanos(104)).isEqualTo(40);
    assertThat(frequency.upperNanos(105)).isEqualTo(41);
    assertThat(frequency.lowerNanos(105)).isEqualTo(40);
    assertThat(frequency.lowerNanos(-105)).isEqualTo(-41);
    assertThat(frequency.upperNanos(-105)).isEqualTo(-40);
    assertThat(frequency.cyclesAtMost(1000)).isEqualTo(2600);
  }

  @Test
  void conversionsAreThoseOfExactArithmeticUpToTheLimit() {
    Random random = new Random(11);
    for (int round = 0; round < 20_000; round++) {
      long slow = random.nextLong(1_000_000_000, TscFrequency.FASTEST_HERTZ);
      long fast = random.nextLong(slow, TscFrequency.FASTEST_HERTZ + 1);
      long cycles = random.nextLong() >> 1 >> random.nextInt(62);
      TscFrequency frequency = new TscFrequency(slow, fast);
      BigInteger scaled = BigInteger.valueOf(cycles).multiply(NANOS);
      BigInteger lower = floor(scaled, cycles >= 0 ? fast : slow);
      BigInteger upper = floor(scaled.negate(), cycles >= 0 ? slow : fast).negate();
      assertThat(frequency.lowerNanos(cycles)).isEqualTo(lower.longValueExact());
      assertThat(frequency.upperNanos(cycles)).isEqualTo(upper.longValueExact());
    }
  }

  private static BigInteger floor(BigInteger value, long divisor) {
    BigInteger[] parts = value.divideAndRemainder(BigInteger.valueOf(divisor));
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  @Test
  void aLimitInCyclesNeverLastsLongerThanTheLimit() {
    TscFrequency frequency = new TscFrequency(2_599_999_000L, 2_600_001_000L);
    long cycles = frequency.cyclesAtMost(1_000_000_000_000L);
    assertThat(frequency.upperNanos(cycles)).isLessThanOrEqualTo(1_000_000_000_000L);
    assertThat(frequency.upperNanos(cycles + 1)).isGreaterThan(1_000_000_000_000L);
  }

  @Test
  void whatDoesNotFitIsSaturatedAndKeepsItsSign() {
    TscFrequency slow = new TscFrequency(1_000_000);
    assertThat(slow.upperNanos(OffsetBounds.LIMIT_CYCLES)).isEqualTo(Long.MAX_VALUE);
    assertThat(slow.lowerNanos(-OffsetBounds.LIMIT_CYCLES)).isEqualTo(-Long.MAX_VALUE);
    assertThat(new TscFrequency(9_000_000_000L).upperNanos(Long.MIN_VALUE)).isNegative();
  }

  private static TimeSample sample(int cpu, long before, long after, long rawNanos) {
    return new TimeSample(cpu, before, after, 0, rawNanos, 0, 0);
  }

  @Test
  void twoSamplesCertifyTheFrequency() {
    TimeSample earlier = sample(3, 1000, 1200, 5_000);
    TimeSample later = sample(3, 1000 + 2_600_000_000L, 1300 + 2_600_000_000L, 1_000_005_000L);
    assertThat(TscFrequency.between(earlier, later))
        .hasValueSatisfying(
            frequency -> {
              assertThat(frequency.minHertz()).isEqualTo(2_599_999_797L);
              assertThat(frequency.maxHertz()).isEqualTo(2_600_000_303L);
            });
  }

  @Test
  void samplesThatProveNothingGiveNoFrequency() {
    TimeSample earlier = sample(3, 1000, 1200, 5_000);
    assertThat(TscFrequency.between(earlier, sample(4, 9_000_000, 9_000_100, 5_000_000))).isEmpty();
    assertThat(TscFrequency.between(earlier, sample(3, 1100, 1300, 5_000_000))).isEmpty();
    assertThat(TscFrequency.between(earlier, earlier)).isEmpty();
    assertThat(TscFrequency.between(earlier, sample(3, 2000, 2100, 900_000_000))).isEmpty();
  }

  @Test
  void aFrequencyThatNoTscHasIsRefused() {
    assertThatThrownBy(() -> new TscFrequency(2600))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2600");
  }

  @Test
  void noFrequencyIsMeasuredAcrossASuspend() {
    // 250 ms awake and 1 s asleep, while a counter of 1 GHz went on: it is not one of 5 GHz.
    TimeSample before = new TimeSample(0, 0, 20, 1_000_000, 1_000_000, 1_000_000, 0);
    TimeSample after =
        new TimeSample(0, 1_250_000_000, 1_250_000_020, 251_000_000, 251_000_000, 1_251_000_000, 0);
    assertThat(TscFrequency.between(before, after)).isEmpty();
  }
}
