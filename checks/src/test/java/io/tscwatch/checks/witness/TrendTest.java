package io.tscwatch.checks.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TrendTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3_600 * SECOND;
  private static final long DAY = 24 * HOUR;
  private static final long PPM = 1_000_000;

  private static RateInterval around(long middle, long halfWidth) {
    return new RateInterval(middle - halfWidth, middle + halfWidth);
  }

  @Test
  void lessThanAnHourIsNoTrend() {
    Trend trend = new Trend();
    trend.note(0, around(0, 10));
    trend.note(HOUR - 1, around(PPM, 10));

    assertThat(trend.perDay()).isEmpty();
  }

  @Test
  void aRateThatGrowsAPpmADayIsBoundedByWhatBothEndsAllow() {
    Trend trend = new Trend();
    for (int hour = 0; hour <= 12; hour++) {
      trend.note(hour * HOUR, around(hour * PPM / 24, 1_000));
    }

    // Half a day apart, each end uncertain by 1000: twice the sum of both.
    assertThat(trend.perDay()).hasValue(new RateInterval(PPM - 4_000, PPM + 4_000));
  }

  @Test
  void notesOfMoreThanADayAreForgotten() {
    Trend trend = new Trend();
    for (int step = 0; step <= 6 * 48; step++) {
      long at = step * (HOUR / 6);
      // A day of rest, then a day of 2 ppm.
      trend.note(at, around(Math.max(0, at - DAY) / (DAY / (2 * PPM)), 0));
    }

    assertThat(trend.perDay().orElseThrow().minPicosPerSecond()).isBetween(2 * PPM - 10, 2 * PPM);
  }

  @Test
  void aTrendThatMayBeNoneHasNoDate() {
    assertThat(Trend.collisionNanos(around(100 * PPM, 0), new RateInterval(-1, 1_000), 500 * PPM))
        .isEmpty();
  }

  @Test
  void theDateIsTheEarliestThatTheBoundsAllow() {
    RateInterval skew = new RateInterval(100 * PPM, 110 * PPM);
    RateInterval perDay = new RateInterval(10 * PPM, 39 * PPM);

    assertThat(Trend.collisionNanos(skew, perDay, 500 * PPM)).isEqualTo(OptionalLong.of(10 * DAY));
  }

  @Test
  void aRateThatFallsReachesTheLimitBelow() {
    RateInterval skew = new RateInterval(-110 * PPM, -100 * PPM);
    RateInterval perDay = new RateInterval(-39 * PPM, -10 * PPM);

    assertThat(Trend.collisionNanos(skew, perDay, 500 * PPM)).isEqualTo(OptionalLong.of(10 * DAY));
  }

  @Test
  void whoeverIsBeyondTheLimitCollidesNow() {
    assertThat(Trend.collisionNanos(around(600 * PPM, 0), new RateInterval(1, 2), 500 * PPM))
        .isEqualTo(OptionalLong.of(0));
  }
}
