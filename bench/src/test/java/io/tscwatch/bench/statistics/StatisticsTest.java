package io.tscwatch.bench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void quantilesAreValuesThatOccurred() {
    Spread spread = Spread.of(5, 1, 4, 2, 3);
    assertThat(spread.minimum()).isEqualTo(1);
    assertThat(spread.quarter()).isEqualTo(2);
    assertThat(spread.median()).isEqualTo(3);
    assertThat(spread.threeQuarters()).isEqualTo(4);
    assertThat(spread.p99()).isEqualTo(5);
    assertThat(spread.maximum()).isEqualTo(5);
    assertThat(Spread.of(1, 2).median()).isEqualTo(1);
  }

  @Test
  void noValuesHaveNoMedian() {
    assertThat(Spread.of().median()).isNaN();
  }

  /** Wilson's interval for 0 of 10 and 8 of 10, as tables give them. */
  @Test
  void aShareHasTheIntervalOfWilson() {
    assertThat(new Share(0, 10).lower()).isZero();
    assertThat(new Share(0, 10).upper()).isCloseTo(0.2775, within(1e-3));
    assertThat(new Share(8, 10).lower()).isCloseTo(0.4902, within(1e-3));
    assertThat(new Share(8, 10).upper()).isCloseTo(0.9433, within(1e-3));
    assertThat(new Share(0, 0).upper()).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> new Share(2, 1));
  }

  private static Crossing.Point point(double size, int hits) {
    return new Crossing.Point(size, new Share(hits, 100));
  }

  @Test
  void aCrossingLiesOnTheLineBetweenTwoPoints() {
    assertThat(
            Crossing.of(List.of(point(10, 0), point(20, 90), point(30, 100)), 0.95).orElseThrow())
        .isCloseTo(25, within(1e-9));
    assertThat(Crossing.of(List.of(point(10, 95), point(20, 100)), 0.95))
        .isEqualTo(OptionalDouble.of(10));
  }

  @Test
  void aLevelThatIsNeverReachedHasNoCrossing() {
    assertThat(Crossing.of(List.of(point(10, 0), point(20, 90)), 0.95)).isEmpty();
    assertThat(Crossing.of(List.of(), 0.95)).isEmpty();
  }

  /** 100 % at 10 is chance if larger offsets are found less often. */
  @Test
  void neighboursThatFallArePooledBeforeTheCrossingIsLookedFor() {
    List<Crossing.Point> points =
        List.of(point(10, 100), point(20, 60), point(30, 80), point(40, 100));
    assertThat(Crossing.of(points, 0.95).orElseThrow()).isCloseTo(37.5, within(1e-9));
  }

  @Test
  void aCostOfTheSquareHasExponentTwo() {
    PowerLaw law =
        PowerLaw.fit(
            List.of(
                new PowerLaw.Point(2, 12), new PowerLaw.Point(4, 48), new PowerLaw.Point(8, 192)));
    assertThat(law.exponent()).isCloseTo(2, within(1e-9));
    assertThat(law.factor()).isCloseTo(3, within(1e-9));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PowerLaw.fit(List.of(new PowerLaw.Point(2, 12))));
  }
}
