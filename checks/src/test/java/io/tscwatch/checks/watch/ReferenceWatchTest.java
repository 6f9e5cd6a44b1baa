package io.tscwatch.checks.watch;

import static io.tscwatch.checks.watch.WatchRun.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.simulate.ClockPlan;
import io.tscwatch.checks.simulate.CounterPlan;
import io.tscwatch.checks.simulate.Event;
import io.tscwatch.checks.simulate.KernelPlan;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.ScenarioBuilder;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.checks.witness.Vote;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Other clocks as part of the watch: what they do to the verdict. */
class ReferenceWatchTest {

  private static final long PPM = 1_000_000;

  private static ScenarioBuilder machine(ClockPlan... clocks) {
    ScenarioBuilder builder = Scenario.builder("witnesses", MachineShape.of(1, 1, 1, 2, 1));
    for (ClockPlan clock : clocks) {
      builder.clock(clock);
    }
    return builder;
  }

  private static ClockPlan usual(ClockKind kind) {
    return ClockPlan.usual(kind);
  }

  @Test
  void aWitnessThatIsOutLeavesTheTscReliable() {
    WatchRun run =
        new WatchRun(
                machine(
                        usual(ClockKind.HPET).withRate(800 * PPM),
                        usual(ClockKind.ACPI_PM),
                        usual(ClockKind.REALTIME))
                    .build())
            .seconds(60);
    assertThat(run.status().verdict()).isEqualTo(Verdict.RELIABLE);
    assertThat(run.verdicts).doesNotContain(Verdict.UNRELIABLE);
    assertThat(run.findings()).contains(FindingCode.REFERENCE_WITNESS_OUT);
    assertThat(run.status().witnesses().vote()).isInstanceOf(Vote.WitnessOut.class);
    assertThat(run.of(WatchEvent.Kind.VOTE_CHANGED)).isNotEmpty();
  }

  @Test
  void aTscThatIsOutIsUnreliable() {
    WatchRun run =
        new WatchRun(
                machine(usual(ClockKind.HPET), usual(ClockKind.PTP))
                    .counters(CounterPlan.DEFAULT.withRate(0, 300 * PPM).withRate(1, 300 * PPM))
                    .build())
            .seconds(10);
    assertThat(run.status().verdict()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(run.findings()).contains(FindingCode.REFERENCE_TSC_OUT);
  }

  @Test
  void withNoWitnessTheVerdictIsNoWorse() {
    WatchRun run = new WatchRun(machine().build()).seconds(10);
    assertThat(run.status().verdict()).isEqualTo(Verdict.RELIABLE);
    assertThat(run.findings()).contains(FindingCode.REFERENCE_NONE);
  }

  @Test
  void theKernelsComplaintIsWhatTheVoteSays() {
    ScenarioBuilder complained =
        machine(usual(ClockKind.HPET), usual(ClockKind.PTP))
            .kernel(
                KernelPlan.DEFAULT
                    .withClocksource("hpet", List.of("hpet", "acpi_pm"))
                    .withLog(
                        List.of(
                            "[  367.900000] clocksource: timekeeping watchdog on CPU1: Marking"
                                + " clocksource 'tsc' as unstable because the skew is too large:",
                            "[  367.900001] clocksource:                       'hpet' wd_nsec:"
                                + " 503000000 wd_now: 1 wd_last: 0 mask: ffffffff",
                            "[  367.900002] clocksource:                       'tsc' cs_nsec:"
                                + " 503900000 cs_now: 1 cs_last: 0 mask: ffffffffffffffff")));
    assertThat(new WatchRun(complained.build()).seconds(60).status().verdict())
        .isEqualTo(Verdict.RELIABLE);
  }

  @Test
  void aMigrationBeginsEverySeriesAnew() {
    WatchRun run =
        new WatchRun(
                machine(usual(ClockKind.HPET), usual(ClockKind.PTP))
                    .at(31 * SECOND, new Event.Migration(2_600_000_000L, false))
                    .build())
            .seconds(40);
    assertThat(run.status().witnesses().witnesses())
        .filteredOn(witness -> witness.kind() == ClockKind.HPET)
        .allMatch(witness -> witness.observedNanos() < 10 * SECOND);
    assertThat(run.findings()).doesNotContain(FindingCode.REFERENCE_TSC_OUT);
  }
}
