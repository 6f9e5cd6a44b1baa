package io.tscwatch.checks.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.simulate.DelayModel;
import io.tscwatch.checks.simulate.Event;
import io.tscwatch.checks.simulate.Platform;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.ScenarioBuilder;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.verdict.Verdict;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchPropertyTest {

  private static final int SEEDS = 60;

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingButAFaultOfATscIsCalledOne(long seed) {
    Turmoil turmoil = new Turmoil(seed);
    long nanos = 2 * Turmoil.HOUR;
    turmoil.shake(nanos, Turmoil.HOUR / 2, Turmoil.HOUR / 12, Turmoil.HOUR / 40);

    WatchRun run = new WatchRun(turmoil.scenario().build()).seconds(nanos / Turmoil.SECOND);

    assertThat(run.verdicts).as(run.story()).doesNotContain(Verdict.UNRELIABLE);
    List<WatchEvent> critical =
        run.events.stream().filter(event -> event.severity() == Severity.CRITICAL).toList();
    assertThat(critical).as(run.story()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aFaultAboveTheResolutionIsFoundAndNamesItsCpu(long seed) {
    WatchTrial trial = new WatchTrial(seed, Turmoil.HOUR, 1);

    WatchTrial.Outcome outcome = trial.run();

    assertThat(outcome.falseAlarms()).isEmpty();
    for (WatchTrial.Answer answer : outcome.answers()) {
      assertThat(answer.right()).as(answer + "\n" + trial.story()).isTrue();
    }
  }

  /**
   * Machines on which the first pair to differ was once enough to name the wrong one of the two.
   */
  @ParameterizedTest
  @ValueSource(longs = {2, 6, 86, 89, 128, 143})
  void aDriftThatIsHiddenInTheNoiseNamesNobodyElse(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int cpus = 5 + random.nextInt(4);
    ScenarioBuilder scenario =
        Scenario.builder("drift " + seed, MachineShape.of(1, 1, 1, cpus, 1))
            .seed(seed)
            .platform(Platform.KVM_GUEST)
            .delays(
                DelayModel.DEFAULT
                    .withPreemption(random.nextInt(300))
                    .withWander(random.nextInt(300), 5 * Turmoil.SECOND, 200));
    long magnitude = 64L + random.nextInt(400);
    long picosPerSecond = random.nextBoolean() ? -magnitude : magnitude;
    CpuSet drifting = CpuSet.of(random.nextInt(cpus));
    scenario.at(300 * Turmoil.SECOND, new Event.RateChange(drifting, picosPerSecond));

    WatchRun run = new WatchRun(scenario.build()).seconds(900);

    assertThat(run.of(WatchEvent.Kind.FINDING_RAISED))
        .filteredOn(event -> event.code().orElseThrow() == FindingCode.SKEW_WARP)
        .as(run.story())
        .isNotEmpty()
        .allMatch(event -> event.cpus().equals(drifting));
  }
}
