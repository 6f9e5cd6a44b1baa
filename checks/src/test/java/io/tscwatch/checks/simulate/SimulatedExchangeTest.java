package io.tscwatch.checks.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Injection;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Distance;
import io.tscwatch.checks.topology.MachineShape;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulatedExchangeTest {

  private static final long MILLISECOND = 1_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private static ScenarioBuilder cpus(int count) {
    return Scenario.builder("test", MachineShape.of(1, 1, 1, count, 1));
  }

  private static ExchangeResult exchange(SimulatedMachine machine, int a, int b, long nanos) {
    return machine.exchange(List.of(new ExchangeRequest(a, b, nanos))).get(0);
  }

  private static OffsetBounds bounds(ExchangeResult result) {
    return OffsetBounds.ofBAgainstA(result).orElseThrow();
  }

  /** Both directions prove what was really so at the time of their own sample. */
  private static void assertProven(SimulatedMachine machine, ExchangeResult result) {
    long started = result.startedMonotonicNanos();
    long finished = result.finishedMonotonicNanos();
    Truth truth = machine.truth();
    // Offsets change linearly between events: over the exchange they lie between its two ends.
    long atStart = truth.offsetCycles(result.cpuB(), result.cpuA(), started);
    long atEnd = truth.offsetCycles(result.cpuB(), result.cpuA(), finished);
    assertThat(result.aToB().orElseThrow().cycles())
        .as("upper bound of %s, offset %d to %d", result, atStart, atEnd)
        .isGreaterThanOrEqualTo(Math.min(atStart, atEnd));
    assertThat(-result.bToA().orElseThrow().cycles())
        .as("lower bound of %s, offset %d to %d", result, atStart, atEnd)
        .isLessThanOrEqualTo(Math.max(atStart, atEnd));
  }

  @Test
  void theBoundsContainTheTrueOffsetWhateverTheNoise() {
    Random random = new Random(20);
    for (int seed = 0; seed < 2000; seed++) {
      CounterPlan counters =
          CounterPlan.DEFAULT
              .withKhz(500_000L + random.nextInt(5_000_000))
              .withStart(random.nextBoolean() ? random.nextLong() : Long.MAX_VALUE - 1000)
              .withOffset(1, random.nextInt(2_000_000) - 1_000_000)
              .withOffset(2, random.nextLong() / 4);
      if (random.nextBoolean()) {
        counters = counters.withStep(1L + random.nextInt(40));
      } else {
        counters =
            counters.withRate(1, random.nextLong(-CounterPlan.MAX_RATE_PICOS_PER_SECOND, 1L << 36));
      }
      DelayModel delays =
          DelayModel.DEFAULT
              .withFloor(Distance.LLC, 1 + random.nextInt(300), 1 + random.nextInt(300))
              .withNoise(random.nextInt(100_000))
              .withWander(random.nextInt(200), 3 * MILLISECOND, random.nextInt(1001))
              .withPreemption(random.nextInt(900));
      SimulatedMachine machine =
          new SimulatedMachine(cpus(3).seed(seed).counters(counters).delays(delays).build());
      for (int i = 0; i < 10; i++) {
        int a = random.nextInt(3);
        int b = (a + 1 + random.nextInt(2)) % 3;
        ExchangeResult result =
            exchange(machine, a, b, ExchangeRequest.MIN_BUDGET_NANOS + random.nextInt(5_000_000));
        if (result.measured()) {
          assertProven(machine, result);
        } else {
          assertThat(result.outcome()).isEqualTo(ExchangeOutcome.NO_SAMPLES);
        }
        machine.sleepNanos(random.nextInt(1_000_000_000));
      }
    }
  }

  @Test
  void theBoundsContainTheTrueOffsetWhateverHappens() {
    Random random = new Random(21);
    int measured = 0;
    for (int seed = 0; seed < 100; seed++) {
      ScenarioBuilder builder = cpus(4).seed(seed);
      long at = 0;
      for (int i = 0; i < 200; i++) {
        at += 1 + random.nextLong(SECOND / 5);
        builder.at(at, anyEvent(random));
        at += 2 * SECOND / 10; // no suspend within another
      }
      Storyline storyline = Storyline.of(builder.build());
      SimulatedMachine machine = new SimulatedMachine(builder.build());
      while (machine.elapsedNanos() < at) {
        int a = random.nextInt(4);
        int b = (a + 1 + random.nextInt(3)) % 4;
        long start = machine.elapsedNanos();
        ExchangeResult result = exchange(machine, a, b, 10_000 + random.nextInt(50_000_000));
        if (result.measured()) {
          assertProven(storyline, result, start, machine.elapsedNanos());
          measured++;
        }
        machine.sleepNanos(random.nextLong(SECOND / 10));
      }
    }
    assertThat(measured).isGreaterThan(20_000);
  }

  private static Event anyEvent(Random random) {
    CpuSet cpu = CpuSet.of(random.nextInt(3)); // CPU 3 stays
    long nanos = 1 + random.nextLong(SECOND / 10);
    return switch (random.nextInt(10)) {
      case 0 -> new Event.TscStep(cpu, random.nextInt(20_000) - 10_000, random.nextBoolean());
      case 1 -> new Event.RateChange(cpu, random.nextLong(-1_000_000_000L, 1_000_000_000L));
      case 2 -> new Event.AdjustWritten(cpu, random.nextInt(1000));
      case 3 -> new Event.AdjustRestored(cpu, random.nextInt(100_000), nanos);
      case 4 -> random.nextBoolean() ? new Event.Offline(cpu) : new Event.Online(cpu);
      case 5 ->
          new Event.Suspend(
              nanos,
              oneOf(random, List.of(Event.TscInSuspend.values())),
              Map.of(random.nextInt(4), random.nextLong(1000)));
      case 6 -> new Event.Migration(random.nextLong(), random.nextBoolean());
      case 7 -> new Event.Starvation(cpu, nanos);
      case 8 -> new Event.PreemptionStorm(cpu, nanos, random.nextInt(1001));
      default -> new Event.FloorRise(cpu, nanos, random.nextInt(500), random.nextInt(500));
    };
  }

  private static <T> T oneOf(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /**
   * Each direction proves the offset of its moment, which lies between those of some state's ends.
   */
  private static void assertProven(
      Storyline storyline, ExchangeResult result, long startElapsed, long endElapsed) {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    int index = storyline.indexAt(startElapsed);
    for (long from = startElapsed; from < endElapsed; index++) {
      long until = Math.min(endElapsed, storyline.until(index));
      Counter a = storyline.state(index).counters[result.cpuA()];
      Counter b = storyline.state(index).counters[result.cpuB()];
      for (long at : new long[] {from, until}) {
        least = Math.min(least, b.exactAt(at) - a.exactAt(at));
        most = Math.max(most, b.exactAt(at) - a.exactAt(at));
      }
      from = until;
    }
    assertThat(result.aToB().orElseThrow().cycles()).isGreaterThanOrEqualTo(least);
    assertThat(-result.bToA().orElseThrow().cycles()).isLessThanOrEqualTo(most);
  }

  @Test
  void aStepDuringAnExchangeIsSeenByOneDirectionOrTheOther() {
    for (int seed = 0; seed < 500; seed++) {
      Scenario scenario =
          cpus(2)
              .seed(seed)
              .at(MILLISECOND / 2, new Event.TscStep(CpuSet.of(1), 1000, false))
              .build();
      ExchangeResult result = exchange(new SimulatedMachine(scenario), 0, 1, MILLISECOND);
      // Before the step B is even with A, afterwards 1000 ahead: the smallest b - a is from before,
      // the smallest a - b from after, and together they contradict each other.
      assertThat(result.aToB().orElseThrow().cycles()).isBetween(52L, 90L);
      assertThat(-result.bToA().orElseThrow().cycles()).isBetween(900L, 948L);
      assertThat(OffsetBounds.ofBAgainstA(result)).isEmpty();
    }
  }

  @Test
  void aLongerExchangeComesCloserToTheFloorAndNeverBelow() {
    long shortWidths = 0;
    long longWidths = 0;
    for (int seed = 0; seed < 300; seed++) {
      Scenario scenario = cpus(2).seed(seed).build();
      shortWidths += bounds(exchange(new SimulatedMachine(scenario), 0, 1, 10_000)).widthCycles();
      long width =
          bounds(exchange(new SimulatedMachine(scenario), 0, 1, MILLISECOND)).widthCycles();
      assertThat(width).isBetween(104L, 130L);
      longWidths += width;
    }
    assertThat(shortWidths / 300).isGreaterThan(120);
    assertThat(longWidths / 300).isBetween(104L, 107L);
  }

  @Test
  void anAsymmetricFloorShiftsTheIntervalAndStillContainsTheOffset() {
    DelayModel delays = DelayModel.DEFAULT.withFloor(Distance.LLC, 40, 140);
    SimulatedMachine machine = new SimulatedMachine(cpus(2).delays(delays).build());
    OffsetBounds bounds = bounds(exchange(machine, 0, 1, 10 * MILLISECOND));
    assertThat(bounds.upperCycles()).isBetween(40L, 44L);
    assertThat(bounds.lowerCycles()).isBetween(-144L, -140L);
  }

  @Test
  void aFloorRisesForItsTimeAndInItsDirectionOnly() {
    Event rise = new Event.FloorRise(CpuSet.of(1), SECOND, 100, 0);
    SimulatedMachine machine = new SimulatedMachine(cpus(2).at(SECOND, rise).build());
    assertThat(bounds(exchange(machine, 0, 1, MILLISECOND)).upperCycles()).isLessThan(70);
    machine.sleepNanos(SECOND);
    OffsetBounds risen = bounds(exchange(machine, 0, 1, MILLISECOND));
    assertThat(risen.upperCycles()).isBetween(152L, 170L);
    assertThat(risen.lowerCycles()).isBetween(-70L, -52L);
    machine.sleepNanos(SECOND);
    assertThat(bounds(exchange(machine, 0, 1, MILLISECOND)).upperCycles()).isLessThan(70);
  }

  @Test
  void aHypervisorMovesFloorsNowAndThen() {
    DelayModel delays = DelayModel.DEFAULT.withWander(100, SECOND, 300);
    SimulatedMachine machine = new SimulatedMachine(cpus(2).delays(delays).build());
    int wide = 0;
    for (int i = 0; i < 1000; i++) {
      OffsetBounds bounds = bounds(exchange(machine, 0, 1, MILLISECOND));
      assertThat(bounds.widthCycles()).isBetween(104L, 340L);
      wide += bounds.widthCycles() > 134 ? 1 : 0;
      machine.sleepNanos(SECOND);
    }
    // Each direction is raised in 300 of 1000 seconds, most of the time by more than 30 cycles.
    assertThat(wide).isBetween(300, 600);
  }

  @Test
  void farCpusAreMeasuredLessSharplyThanNearOnes() {
    SimulatedMachine machine =
        new SimulatedMachine(Scenario.builder("far", MachineShape.of(2, 1, 1, 2, 2)).build());
    assertThat(bounds(exchange(machine, 0, 4, MILLISECOND)).widthCycles()).isLessThan(60);
    assertThat(bounds(exchange(machine, 0, 1, MILLISECOND)).widthCycles()).isBetween(104L, 130L);
    assertThat(bounds(exchange(machine, 0, 2, MILLISECOND)).widthCycles()).isBetween(540L, 580L);
  }

  @Test
  void plantedFaultsAddToTheCounters() {
    SimulatedMachine machine = new SimulatedMachine(cpus(2).build());
    ExchangeRequest planted =
        new ExchangeRequest(0, 1, MILLISECOND, Injection.NONE, Injection.offset(500));
    assertThat(bounds(machine.exchange(List.of(planted)).get(0)).lowerCycles())
        .isBetween(420L, 448L);
    long origin = machine.truth().counterCycles(0, machine.monotonicNanos());
    machine.sleepNanos(SECOND);
    ExchangeRequest drifting =
        new ExchangeRequest(0, 1, MILLISECOND, Injection.NONE, new Injection(0, 1_000_000, origin));
    OffsetBounds drifted = bounds(machine.exchange(List.of(drifting)).get(0));
    assertThat(drifted.lowerCycles()).isBetween(2500L, 2600L);
    assertThat(drifted.upperCycles()).isBetween(2600L, 2700L);
  }

  @Test
  void pairsFailWithTheOutcomeThatIsScripted() {
    ScenarioBuilder builder = cpus(16);
    ExchangeOutcome[] outcomes = ExchangeOutcome.values();
    for (int i = 1; i < outcomes.length; i++) {
      builder.failure(new PairFailure(2 * i + 1, 2 * i, outcomes[i]));
    }
    SimulatedMachine machine = new SimulatedMachine(builder.build());
    for (int i = 1; i < outcomes.length; i++) {
      ExchangeResult result = exchange(machine, 2 * i, 2 * i + 1, MILLISECOND);
      assertThat(result.outcome()).isEqualTo(outcomes[i]);
    }
    assertThat(exchange(machine, 0, 1, MILLISECOND).measured()).isTrue();
  }

  @Test
  void cpusOutOfReachAreRefusedAndCpusThatGoAreLost() {
    Scenario scenario =
        Scenario.builder("gone", MachineShape.of(1, 1, 1, 4, 1).withOffline(CpuSet.of(3)))
            .forbidden(CpuSet.of(2))
            .at(10 * MILLISECOND, new Event.Offline(CpuSet.of(1)))
            .at(20 * MILLISECOND, new Event.Online(CpuSet.of(1)))
            .build();
    SimulatedMachine machine = new SimulatedMachine(scenario);
    assertThat(exchange(machine, 0, 3, MILLISECOND).outcome())
        .isEqualTo(ExchangeOutcome.AFFINITY_REFUSED);
    assertThat(exchange(machine, 0, 2, MILLISECOND).outcome())
        .isEqualTo(ExchangeOutcome.AFFINITY_REFUSED);
    ExchangeResult lost = exchange(machine, 0, 1, 15 * MILLISECOND);
    assertThat(lost.outcome()).isEqualTo(ExchangeOutcome.CPU_LOST);
    assertThat(lost.detail()).isEqualTo("CPU 1");
    assertThat(exchange(machine, 0, 1, MILLISECOND).outcome())
        .isEqualTo(ExchangeOutcome.AFFINITY_REFUSED);
    machine.sleepNanos(20 * MILLISECOND);
    assertThat(exchange(machine, 0, 1, MILLISECOND).measured()).isTrue();
  }

  @Test
  void aStarvedCpuIsNotScheduledUntilTheHogIsGone() {
    Event hog = new Event.Starvation(CpuSet.of(1), SECOND);
    SimulatedMachine machine = new SimulatedMachine(cpus(3).at(SECOND, hog).build());
    machine.sleepNanos(SECOND);
    long before = machine.monotonicNanos();
    ExchangeResult result = exchange(machine, 0, 1, MILLISECOND);
    assertThat(result.outcome()).isEqualTo(ExchangeOutcome.NOT_SCHEDULED);
    assertThat(result.detail()).isEqualTo("CPU 1");
    assertThat(machine.monotonicNanos() - before).isEqualTo(SimulatedExchange.START_TIMEOUT_NANOS);
    assertThat(exchange(machine, 0, 2, MILLISECOND).measured()).isTrue();
    machine.sleepNanos(SECOND);
    assertThat(exchange(machine, 0, 1, MILLISECOND).measured()).isTrue();
  }

  @Test
  void aStormLeavesFewSamplesOrNone() {
    Event storm = new Event.PreemptionStorm(CpuSet.of(1), 10 * SECOND, 500);
    SimulatedMachine machine = new SimulatedMachine(cpus(2).at(0, storm).build());
    int without = 0;
    for (int i = 0; i < 1000; i++) {
      ExchangeResult result = exchange(machine, 0, 1, MILLISECOND);
      without += result.outcome() == ExchangeOutcome.NO_SAMPLES ? 1 : 0;
    }
    assertThat(without).isBetween(400, 600);
  }

  @Test
  void aRoundTakesAsLongAsItsLongestExchange() {
    SimulatedMachine machine = new SimulatedMachine(cpus(4).build());
    long before = machine.monotonicNanos();
    machine.exchange(
        List.of(
            new ExchangeRequest(0, 1, MILLISECOND), new ExchangeRequest(2, 3, 3 * MILLISECOND)));
    assertThat(machine.monotonicNanos() - before).isEqualTo(3 * MILLISECOND);
  }

  @Test
  void theSameScenarioGivesTheSameSamplesAndAnotherSeedGivesOthers() {
    Scenario scenario = cpus(2).seed(5).build();
    ExchangeResult first = exchange(new SimulatedMachine(scenario), 0, 1, MILLISECOND);
    assertThat(exchange(new SimulatedMachine(scenario), 0, 1, MILLISECOND)).isEqualTo(first);
    Scenario other = scenario.toBuilder().seed(6).build();
    assertThat(exchange(new SimulatedMachine(other), 0, 1, MILLISECOND)).isNotEqualTo(first);
  }
}
