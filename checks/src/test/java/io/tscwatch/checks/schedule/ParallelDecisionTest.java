package io.tscwatch.checks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.schedule.ParallelTrial.Step;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

class ParallelDecisionTest {

  private static ParallelTrial trial(int packages, int cores) {
    Topology topology = RandomMachines.topology(MachineShape.of(packages, 1, 1, cores, 1));
    SweepPlan plan = SweepPlan.of(topology, topology.cpus(), new PairSelection.Automatic());
    return ParallelTrial.of(plan).orElseThrow();
  }

  private static ParallelDecision decide(ParallelTrial trial, ToLongFunction<Step> width) {
    List<WidthSample> samples = new ArrayList<>();
    for (Step step : trial.steps()) {
      for (CpuPair pair : step.round().pairs()) {
        samples.add(new WidthSample(pair, step.parallel(), width.applyAsLong(step)));
      }
    }
    return ParallelDecision.of(samples);
  }

  @Test
  void threeCpusHaveNothingToTry() {
    Topology three = RandomMachines.topology(MachineShape.of(1, 1, 1, 3, 1));
    SweepPlan plan = SweepPlan.of(three, CpuSet.range(0, 2), new PairSelection.All());

    assertThat(ParallelTrial.of(plan)).isEqualTo(Optional.empty());
    assertThat(ParallelDecision.NOTHING_TO_DECIDE.parallel()).isFalse();
  }

  @Test
  void fourCpusTryThreeRoundsFiveTimesEachPairAlsoAlone() {
    List<Step> steps = trial(1, 4).steps();

    assertThat(steps).hasSize(5 * 3 * (1 + 2));
    assertThat(steps.get(0).round().pairs()).hasSize(2);
    assertThat(steps.get(1).round().pairs()).hasSize(1);
  }

  @Test
  void aLargeMachineIsTriedWithFewPairsAloneButWholeRounds() {
    List<Step> steps = trial(16, 64).steps();

    assertThat(steps).hasSize(5 * 4 * (1 + 8));
    assertThat(steps.get(0).round().pairs()).hasSize(512);
  }

  @Test
  void widthsUpToFivePercentWiderRunInParallel() {
    ParallelDecision decision = decide(trial(1, 8), step -> step.parallel() ? 105 : 100);

    assertThat(decision.parallel()).isTrue();
    assertThat(decision.ratioPermille()).hasValue(1050);
    assertThat(decision.sentence())
        .isEqualTo(
            "in parallel, intervals are 1.050 times as wide (median of 16 pairs, limit 1.050):"
                + " rounds run in parallel");
  }

  @Test
  void widerThanThatRunsOneByOne() {
    assertThat(decide(trial(1, 8), step -> step.parallel() ? 1051 : 1000).parallel()).isFalse();
  }

  @Test
  void aFewOutliersDoNotDecide() {
    List<WidthSample> samples = new ArrayList<>();
    for (int pair = 0; pair < 5; pair++) {
      for (int repeat = 0; repeat < 5; repeat++) {
        CpuPair cpus = CpuPair.of(2 * pair, 2 * pair + 1);
        samples.add(new WidthSample(cpus, false, 100));
        samples.add(new WidthSample(cpus, true, repeat < 2 || pair == 0 ? 5000 : 101));
      }
    }

    assertThat(ParallelDecision.of(samples).ratioPermille()).hasValue(1010);
  }

  @Test
  void pairsThatFailInParallelCountAsWidened() {
    List<WidthSample> samples =
        List.of(
            new WidthSample(CpuPair.of(0, 1), false, 100),
            new WidthSample(CpuPair.of(2, 3), false, 100),
            new WidthSample(CpuPair.of(2, 3), true, 100));

    assertThat(ParallelDecision.of(samples).parallel()).isFalse();
  }

  @Test
  void withoutAnyWidthPairsRunOneByOne() {
    assertThat(ParallelDecision.of(List.of()).parallel()).isFalse();
    assertThat(ParallelDecision.of(List.of()).ratioPermille()).isEmpty();
  }
}
