package io.tscwatch.checks.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CounterTest {

  private static final long MONTH_NANOS = 30L * 24 * 3600 * 1_000_000_000L;

  /** nanos x (kHz x 1e9 + floor(kHz x rate / 1000)) / 1e15, without any rounding before the end. */
  private static long expected(Counter counter, long elapsedNanos) {
    BigInteger microHertz =
        BigInteger.valueOf(counter.hertz())
            .multiply(BigInteger.valueOf(1_000_000))
            .add(BigInteger.valueOf(counter.microHertz()));
    return BigInteger.valueOf(elapsedNanos - counter.anchorNanos())
        .multiply(microHertz)
        .divide(BigInteger.TEN.pow(15))
        .add(BigInteger.valueOf(counter.anchorCycles()))
        .add(BigInteger.valueOf(counter.offsetCycles()))
        .longValue();
  }

  @Test
  void itIsExactToTheCycleAfterAMonth() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      long khz = 100_000L + random.nextInt(7_900_001);
      long rate = random.nextLong(-CounterPlan.MAX_RATE_PICOS_PER_SECOND / 3, 1_000_000_000L);
      Counter counter =
          Counter.starting(
              random.nextInt(1_000_000), random.nextLong(), khz, rate, random.nextLong());
      long elapsed = counter.anchorNanos() + random.nextLong(MONTH_NANOS);
      assertThat(counter.exactAt(elapsed)).isEqualTo(expected(counter, elapsed));
    }
  }

  @Test
  void onePartPerMillionGainsAMicrosecondASecond() {
    Counter right = Counter.starting(0, 0, 2_600_000, 0, 0);
    Counter fast = Counter.starting(0, 0, 2_600_000, 1_000_000, 0);
    assertThat(fast.exactAt(1_000_000_000L) - right.exactAt(1_000_000_000L)).isEqualTo(2600);
    assertThat(fast.exactAt(3600_000_000_000L) - right.exactAt(3600_000_000_000L))
        .isEqualTo(2600 * 3600);
  }

  @Test
  void itWrapsAtTwoToTheSixtyFourAsTheHardwareDoes() {
    Counter counter = Counter.starting(0, -2600, 2_600_000, 0, 0);
    assertThat(counter.exactAt(1000)).isZero();
    assertThat(counter.exactAt(2000)).isEqualTo(2600);
    Counter signed = Counter.starting(0, Long.MAX_VALUE, 2_600_000, 0, 0);
    assertThat(signed.exactAt(1000)).isEqualTo(Long.MIN_VALUE + 2599);
  }

  @Test
  void aStepHidesTheCyclesBetweenAndNothingElse() {
    Counter counter = Counter.starting(0, 0, 1_000_000, 0, 7);
    assertThat(counter.readAt(25, 0, 26)).isEqualTo(7);
    assertThat(counter.readAt(26, 0, 26)).isEqualTo(26 + 7);
    assertThat(counter.readAt(25, 1, 26)).isEqualTo(26 + 7);
    assertThat(counter.readAt(77, 0, 26)).isEqualTo(52 + 7);
  }

  @Test
  void itNeverGoesBackWhileItsRateIsNegative() {
    Counter counter = Counter.starting(0, 0, 1_000_001, -333_333_333, 0);
    long previous = counter.exactAt(0);
    for (long nanos = 1; nanos < 200_000; nanos++) {
      long now = counter.exactAt(nanos * 7919);
      assertThat(now).isGreaterThanOrEqualTo(previous);
      previous = now;
    }
  }

  @Test
  void aCounterThatStoodStillGoesOnFromWhereItStopped() {
    Counter counter = Counter.starting(0, 0, 1_000_000, 0, 0);
    Counter resumed = counter.stoppedFor(5000, 3000);
    assertThat(resumed.exactAt(5000)).isEqualTo(2000);
    assertThat(resumed.exactAt(6000)).isEqualTo(3000);
  }
}
