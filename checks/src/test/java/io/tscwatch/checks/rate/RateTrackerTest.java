package io.tscwatch.checks.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.OneWay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateTrackerTest {

  private static final long SECOND = 2_600_000_000L;

  private static OffsetObservation around(long time, long offset, long halfWidth) {
    return OffsetObservation.within(
        time, time, new OffsetBounds(offset - halfWidth, offset + halfWidth));
  }

  /** An exchange at a time, between a reference and a CPU that gains {@code ppt} per 10^12. */
  private static ExchangeResult exchange(
      Random random, long time, long offset, long ppt, long stepA, long stepB) {
    long sent = time;
    long delay = 40L + random.nextInt(200);
    OneWay out = new OneWay(shown(sent, stepA), shown(other(sent + delay, offset, ppt), stepB), 9);
    long back = time + random.nextInt(1_000_000);
    delay = 40L + random.nextInt(200);
    OneWay home = new OneWay(shown(other(back, offset, ppt), stepB), shown(back + delay, stepA), 9);
    return new ExchangeResult(
        0, 1, ExchangeOutcome.MEASURED, "", Optional.of(out), Optional.of(home), 1, 0, 0, 1, 2, 3);
  }

  private static long other(long time, long offset, long ppt) {
    long trillion = 1_000_000_000_000L;
    return time + offset + time / trillion * ppt + Math.floorDiv(time % trillion * ppt, trillion);
  }

  private static long shown(long cycles, long step) {
    return Math.floorDiv(cycles, step) * step;
  }

  private static List<RateEvent> feed(RateTracker tracker, List<OffsetObservation> observations) {
    List<RateEvent> events = new ArrayList<>();
    observations.forEach(o -> tracker.add(o).ifPresent(events::add));
    return events;
  }

  @Test
  void aConstantOffsetIsNeverAnEventAndItsRateIsBoundedEverTighter() {
    Random random = new Random(3);
    RateTracker tracker = new RateTracker("started");
    long width = Long.MAX_VALUE;
    for (int k = 0; k < 5_000; k++) {
      OffsetObservation observation =
          OffsetObservation.against(0, exchange(random, SECOND + k * SECOND, -70, 0, 1, 26), 1, 26)
              .orElseThrow();
      assertThat(tracker.add(observation)).isEmpty();
      if (tracker.result() instanceof RateResult.Bounded bounded) {
        assertThat(bounded.minPicosPerSecond()).isLessThanOrEqualTo(0);
        assertThat(bounded.maxPicosPerSecond()).isGreaterThanOrEqualTo(0);
        width = bounded.maxPicosPerSecond() - bounded.minPicosPerSecond();
        OffsetBounds now = bounded.band().offsetAt(observation.untilCycles());
        assertThat(now.lowerCycles()).isLessThanOrEqualTo(-70);
        assertThat(now.upperCycles()).isGreaterThanOrEqualTo(-70);
      }
    }
    assertThat(width).isLessThan(60);
    assertThat(tracker.pointCount()).isLessThan(200);
    assertThat(tracker.observations()).isEqualTo(5_000);
  }

  @Test
  void aDriftIsProvenOnlyAfterItWentOnBeyondTheFirstMovement() {
    RateTracker tracker = new RateTracker("started");
    List<OffsetObservation> observations = new ArrayList<>();
    for (int k = 0; k < 20; k++) {
      observations.add(around(k * SECOND, k * 26L, 60));
    }
    List<RateEvent> events = feed(tracker, observations);
    assertThat(events).hasSize(2);
    assertThat(events.get(0)).isInstanceOf(RateEvent.Moved.class);
    assertThat(events.get(1))
        .isInstanceOfSatisfying(
            RateEvent.Drift.class,
            drift -> {
              assertThat(drift.rate().sign()).isEqualTo(1);
              assertThat(drift.rate().minPicosPerSecond()).isBetween(1L, 10_000L);
              assertThat(drift.rate().maxPicosPerSecond()).isBetween(10_000L, 30_000L);
            });
    assertThat(tracker.drifting()).isTrue();
  }

  @Test
  void aStepIsDatedBetweenTwoObservationsAndMeasured() {
    RateTracker tracker = new RateTracker("started");
    List<OffsetObservation> observations = new ArrayList<>();
    for (int k = 0; k < 100; k++) {
      observations.add(around(k * SECOND, k < 70 ? 0 : 1000, 60));
    }
    List<RateEvent> events = feed(tracker, observations);
    assertThat(events).hasSize(1);
    RateResult.Contradicted change = ((RateEvent.Step) events.get(0)).change();
    assertThat(change.fromCycles()).isBetween(60 * SECOND, 69 * SECOND);
    assertThat(change.toCycles()).isEqualTo(70 * SECOND);
    OffsetBounds step = change.step().orElseThrow();
    assertThat(step.lowerCycles()).isBetween(860L, 1000L);
    assertThat(step.upperCycles()).isBetween(1000L, 1140L);
    assertThat(tracker.observations()).isEqualTo(30);
    assertThat(tracker.startedBecause()).contains("straight line");
  }

  @Test
  void aStepIsNotTakenForADrift() {
    for (int before = 1; before < 40; before++) {
      for (long size : new long[] {130, 200, 1000, 100_000, -130, -5000}) {
        RateTracker tracker = new RateTracker("started");
        List<OffsetObservation> observations = new ArrayList<>();
        for (int k = 0; k < 200; k++) {
          observations.add(around(k * SECOND, k < before ? 0 : size, 60));
        }
        assertThat(feed(tracker, observations))
            .noneMatch(event -> event instanceof RateEvent.Drift);
      }
    }
  }

  @Test
  void everyRandomStepIsInsideItsTimeAndItsSize() {
    Random random = new Random(99);
    int measured = 0;
    for (int round = 0; round < 300; round++) {
      long ppt = random.nextInt(-200_000, 200_001);
      long size = (random.nextBoolean() ? 1 : -1) * (300L << random.nextInt(20));
      int when = 3 + random.nextInt(60);
      RateTracker tracker = new RateTracker("started");
      for (int k = 0; k < 80; k++) {
        long offset = 500 + (k < when ? 0 : size);
        long time = SECOND + k * SECOND;
        ExchangeResult result = exchange(random, time, offset, ppt, 1, 1);
        Optional<RateEvent> event =
            tracker.add(OffsetObservation.against(0, result, 1, 1).orElseThrow());
        if (event.isPresent() && event.get() instanceof RateEvent.Step step) {
          assertThat(k).isGreaterThanOrEqualTo(when);
          assertThat(step.change().fromCycles()).isLessThanOrEqualTo(SECOND + when * SECOND);
          assertThat(step.change().toCycles()).isGreaterThanOrEqualTo(SECOND + when * SECOND);
          if (step.change().step().isPresent()) {
            measured++;
            OffsetBounds bounds = step.change().step().get();
            assertThat(size).isBetween(bounds.lowerCycles() - 1, bounds.upperCycles() + 1);
          }
          break;
        }
      }
    }
    assertThat(measured).isGreaterThan(250);
  }

  @Test
  void noTrueStraightLineIsEverContradictedOrLeavesItsBounds() {
    Random random = new Random(1234);
    for (int round = 0; round < 60; round++) {
      long ppt = random.nextInt(-5_000_000, 5_000_001) >> random.nextInt(20);
      long stepA = random.nextBoolean() ? 1 : 26;
      long stepB = random.nextBoolean() ? 1 : 26;
      RateTracker tracker = new RateTracker("started");
      long time = random.nextLong(SECOND);
      for (int k = 0; k < 500; k++) {
        time += random.nextLong(1, 20 * SECOND);
        ExchangeResult result = exchange(random, time, 77, ppt, stepA, stepB);
        Optional<RateEvent> event =
            tracker.add(OffsetObservation.against(0, result, stepA, stepB).orElseThrow());
        assertThat(event.filter(e -> e instanceof RateEvent.Step)).isEmpty();
        if (event.isPresent() && event.get() instanceof RateEvent.Drift drift) {
          assertThat(drift.rate().sign()).isEqualTo(Long.signum(ppt));
        }
        if (tracker.result() instanceof RateResult.Bounded bounded) {
          assertThat(ppt)
              .isBetween(bounded.minPicosPerSecond() - 1, bounded.maxPicosPerSecond() + 1);
        }
      }
    }
  }

  @Test
  void aHostEventStartsAnew() {
    RateTracker tracker = new RateTracker("started");
    feed(tracker, List.of(around(0, 0, 60), around(SECOND, 0, 60)));
    tracker.restart("the machine slept");
    assertThat(tracker.result()).isInstanceOf(RateResult.Unbounded.class);
    assertThat(feed(tracker, List.of(around(5, 900_000, 60)))).isEmpty();
    assertThat(tracker.startedBecause()).isEqualTo("the machine slept");
  }

  @Test
  void anObservationThatSpansTheChangeIsAnEventAndIsForgotten() {
    RateTracker tracker = new RateTracker("started");
    List<RateEvent> events =
        feed(
            tracker,
            List.of(
                around(0, 0, 60),
                new OffsetObservation(SECOND, SECOND, 60, SECOND, SECOND, 940),
                around(2 * SECOND, 1000, 60),
                around(3 * SECOND, 1000, 60)));
    assertThat(events).singleElement().isInstanceOf(RateEvent.Step.class);
    assertThat(tracker.observations()).isEqualTo(2);
  }

  @Test
  void aCurvedOffsetKeepsTheHullsSmall() {
    RateTracker tracker = new RateTracker("started");
    for (long k = 0; k < 5000; k++) {
      tracker.add(around(k * SECOND, k * k / 4, 1_000_000));
    }
    assertThat(tracker.pointCount()).isLessThanOrEqualTo(3 * 4 * Hull.MAX_POINTS);
  }

  @Test
  void anOlderObservationIsRefused() {
    RateTracker tracker = new RateTracker("started");
    tracker.add(around(SECOND, 0, 60));
    assertThatThrownBy(() -> tracker.add(around(0, 0, 60)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
