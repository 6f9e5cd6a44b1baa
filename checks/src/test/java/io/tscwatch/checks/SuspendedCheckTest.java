package io.tscwatch.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.measure.MeasureOptions;
import io.tscwatch.checks.measure.Progress;
import io.tscwatch.checks.simulate.Event;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.verdict.Report;
import io.tscwatch.checks.verdict.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A check during which the machine is suspended. */
class SuspendedCheckTest {

  private static final long DURING_THE_SWEEPS_NANOS = 100_000_000;
  private static final long AN_HOUR_NANOS = 3_600_000_000_000L;

  private static Report check(Event.TscInSuspend tsc, Map<Integer, Long> skewCycles)
      throws InterruptedException {
    Scenario scenario =
        Scenario.builder("lid closed", MachineShape.of(1, 1, 1, 4, 1))
            .at(DURING_THE_SWEEPS_NANOS, new Event.Suspend(AN_HOUR_NANOS, tsc, skewCycles))
            .build();
    return Check.run(
        new SimulatedMachine(scenario), MeasureOptions.DEFAULT, Limits.DEFAULT, Progress.SILENT);
  }

  @ParameterizedTest
  @EnumSource(Event.TscInSuspend.class)
  void isMeasuredAnewWhateverTheCountersDidMeanwhile(Event.TscInSuspend tsc)
      throws InterruptedException {
    Report report = check(tsc, Map.of());
    assertThat(report.verdict()).isEqualTo(Verdict.RELIABLE);
    assertThat(report.measurement().sleptNanos()).isZero();
  }

  @Test
  void sawNoStepButFindsTheSkewThatTheResumeLeft() throws InterruptedException {
    Report report = check(Event.TscInSuspend.RESETS, Map.of(2, 5_000L));
    assertThat(report.findings())
        .filteredOn(finding -> finding.severity() == Severity.CRITICAL)
        .extracting(Finding::code, Finding::cpus)
        .containsExactly(tuple(FindingCode.SKEW_BEYOND_LIMIT, CpuSet.of(2)));
  }
}
