package io.tscwatch.checks.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.bounds.OffsetBounds;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineSetTest {

  private static final BigInteger LIMIT = BigInteger.valueOf(OffsetBounds.LIMIT_CYCLES);

  private static RateResult result(List<OffsetObservation> observations) {
    LineSet lines = new LineSet();
    observations.forEach(lines::add);
    return lines.result();
  }

  private static OffsetObservation at(long time, long lower, long upper) {
    return new OffsetObservation(time, time, upper, time, time, lower);
  }

  @Test
  void oneObservationBoundsNoRate() {
    assertThat(result(List.of(at(5, -3, 3)))).isInstanceOf(RateResult.Unbounded.class);
  }

  @Test
  void twoObservationsBoundTheRateByTheirWidths() {
    RateResult.Bounded bounded =
        (RateResult.Bounded) result(List.of(at(0, -50, 50), at(1_000_000_000_000L, -20, 40)));
    assertThat(bounded.minPicosPerSecond()).isEqualTo(-70);
    assertThat(bounded.maxPicosPerSecond()).isEqualTo(90);
    assertThat(bounded.excludesZero()).isFalse();
    assertThat(bounded.band().offsetAt(1_000_000_000_000L)).isEqualTo(new OffsetBounds(-20, 40));
    assertThat(bounded.band().offsetAt(2_000_000_000_000L)).isEqualTo(new OffsetBounds(-90, 130));
  }

  @Test
  void manyObservationsProveMoreThanTheLastOne() {
    RateResult.Bounded bounded =
        (RateResult.Bounded) result(List.of(at(0, 0, 9), at(10, -40, 5), at(20, -2, 90)));
    assertThat(bounded.band().offsetAt(20)).isEqualTo(new OffsetBounds(-2, 10));
  }

  @Test
  void aTinyRateIsCertifiedEvenWhereItsIntervalRoundsToZero() {
    long month = 8_000_000_000_000_000L;
    RateResult.Bounded bounded =
        (RateResult.Bounded) result(List.of(at(0, 0, 0), at(month, 1, 2), at(2 * month, 2, 2)));
    assertThat(bounded.minPicosPerSecond()).isZero();
    assertThat(bounded.sign()).isEqualTo(1);
  }

  @Test
  void headRoomIsExactToTheCycle() {
    RateResult.Bounded bounded = (RateResult.Bounded) result(List.of(at(0, 0, 0), at(10, 7, 8)));
    // The steepest line is 0.8 t, the flattest 0.7 t.
    assertThat(Headroom.of(bounded.band(), 100, 10))
        .isEqualTo(new Headroom(OptionalLong.of(126), OptionalLong.of(143)));
    assertThat(Headroom.of(bounded.band(), 6, 10))
        .isEqualTo(new Headroom(OptionalLong.of(10), OptionalLong.of(10)));
    RateResult.Bounded level = (RateResult.Bounded) result(List.of(at(0, 3, 3), at(10, 3, 3)));
    assertThat(Headroom.of(level.band(), 3, 10))
        .isEqualTo(new Headroom(OptionalLong.empty(), OptionalLong.empty()));
  }

  @Test
  void aBoundAboveWhichTheOffsetRoseInOneTimeBoxLeavesBothDirections() {
    // Somewhere in 0..10 at most 0, somewhere in 0..10 at least 5: a rise or a fall, not a level.
    RateResult result = result(List.of(new OffsetObservation(0, 10, 0, 0, 10, 5)));
    assertThat(result).isInstanceOf(RateResult.Unbounded.class);
    assertThat(result(List.of(new OffsetObservation(4, 4, 0, 4, 4, 5))))
        .isInstanceOf(RateResult.Contradicted.class);
  }

  @Test
  void theResultsAreThoseOfExactArithmeticInThousandsOfRandomObservations() {
    Random random = new Random(424242);
    int[] kinds = new int[3];
    for (int round = 0; round < 3000; round++) {
      RandomObservations example = RandomObservations.draw(random);
      ExactLines exact = ExactLines.of(example.observations(), example.origin());
      RateResult result = result(example.observations());
      if (result instanceof RateResult.Contradicted) {
        kinds[0]++;
        assertThat(exact.contradictory()).isTrue();
      } else if (result instanceof RateResult.Unbounded) {
        kinds[1]++;
        assertThat(exact.unbounded()).isTrue();
      } else if (result instanceof RateResult.Bounded bounded) {
        kinds[2]++;
        assertSame(bounded, exact, example, random);
      }
    }
    assertThat(Arrays.stream(kinds).min().orElseThrow()).isGreaterThan(200);
  }

  private static void assertSame(
      RateResult.Bounded bounded, ExactLines exact, RandomObservations example, Random random) {
    assertThat(exact.unbounded()).isFalse();
    assertThat(bounded.minPicosPerSecond()).isEqualTo(exact.minPicosPerSecond());
    assertThat(bounded.maxPicosPerSecond()).isEqualTo(exact.maxPicosPerSecond());
    assertThat(bounded.sign()).isEqualTo(exact.sign());
    LineBand band = bounded.band();
    long later = band.untilCycles() + random.nextLong(1L << random.nextInt(1, 50));
    BigInteger time = BigInteger.valueOf(later - example.origin());
    OffsetBounds offset = band.offsetAt(later);
    assertThat(BigInteger.valueOf(offset.lowerCycles()))
        .isEqualTo(exact.lowestAt(time).max(LIMIT.negate()).min(LIMIT));
    assertThat(BigInteger.valueOf(offset.upperCycles()))
        .isEqualTo(exact.highestAt(time).max(LIMIT.negate()).min(LIMIT));
    assertHeadroom(band, exact, example.origin(), random.nextLong(1L << random.nextInt(1, 40)));
  }

  private static void assertHeadroom(LineBand band, ExactLines exact, long origin, long limit) {
    Headroom headroom = Headroom.of(band, limit, band.untilCycles());
    BigInteger scaled = BigInteger.valueOf(limit);
    headroom
        .possibleFromCycles()
        .ifPresent(
            first -> {
              BigInteger time = BigInteger.valueOf(first - origin);
              assertThat(exact.beyond(scaled, time)).isPresent();
              if (first != band.untilCycles()) {
                assertThat(exact.beyond(scaled, time.subtract(BigInteger.ONE))).isEmpty();
              }
            });
    headroom
        .certainFromCycles()
        .ifPresent(
            first -> {
              BigInteger time = BigInteger.valueOf(first - origin);
              assertThat(exact.beyond(scaled, time)).contains(true);
              if (first != band.untilCycles()) {
                assertThat(exact.beyond(scaled, time.subtract(BigInteger.ONE)).orElse(false))
                    .isFalse();
              }
            });
    BigInteger far =
        BigInteger.valueOf(band.untilCycles() - origin).add(BigInteger.ONE.shiftLeft(60));
    if (headroom.possibleFromCycles().isEmpty()) {
      assertThat(exact.beyond(scaled, far)).isEmpty();
    }
    if (headroom.certainFromCycles().isEmpty()) {
      assertThat(exact.beyond(scaled, far).orElse(false)).isFalse();
    }
  }

  @Test
  void theOrderOfObservationsDoesNotMatter() {
    Random random = new Random(5);
    for (int round = 0; round < 500; round++) {
      List<OffsetObservation> observations =
          new ArrayList<>(RandomObservations.draw(random).observations());
      RateResult before = result(observations);
      Collections.shuffle(observations, random);
      RateResult after = result(observations);
      if (before instanceof RateResult.Bounded b && after instanceof RateResult.Bounded a) {
        assertThat(a.minPicosPerSecond()).isEqualTo(b.minPicosPerSecond());
        assertThat(a.maxPicosPerSecond()).isEqualTo(b.maxPicosPerSecond());
      } else {
        assertThat(after.getClass()).isEqualTo(before.getClass());
      }
    }
  }
}
