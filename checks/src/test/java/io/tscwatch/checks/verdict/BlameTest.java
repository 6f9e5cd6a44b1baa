package io.tscwatch.checks.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.Check;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.measure.MeasureOptions;
import io.tscwatch.checks.measure.Progress;
import io.tscwatch.checks.simulate.Event;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose fault it is, when counters move against each other while they are measured. */
class BlameTest {

  private static final long FIVE_PPM = 5_000_000;

  private static Report check(MachineShape shape, CpuSet drifting) throws InterruptedException {
    Scenario scenario =
        Scenario.builder("drift", shape).at(1, new Event.RateChange(drifting, FIVE_PPM)).build();
    return Check.run(
        new SimulatedMachine(scenario), MeasureOptions.DEFAULT, Limits.DEFAULT, Progress.SILENT);
  }

  @ParameterizedTest
  @CsvSource({"1, 4, 4-7", "4, 8, 32-63", "1, 1, 1"})
  void ofTwoSocketsThatDriftApartTheOneWithoutTheReferenceIsNamedWhole(
      int caches, int cores, CpuSetText drifting) throws InterruptedException {
    Report report = check(MachineShape.of(2, 1, caches, cores, 1), drifting.cpus());
    assertThat(report.skew().moved()).isEqualTo(drifting.cpus());
    assertThat(report.verdict()).isEqualTo(Verdict.UNRELIABLE);
  }

  @Test
  void ofFourSocketsTheOneThatDriftsIsNamedEvenWithTheReferenceOnIt() throws InterruptedException {
    Report report = check(MachineShape.of(4, 1, 1, 4, 1), CpuSet.range(0, 3));
    assertThat(report.skew().moved()).isEqualTo(CpuSet.range(0, 3));
    assertThat(report.skew().referenceCpu()).isEqualTo(4);
  }

  @Test
  void aSocketThatDriftsIsSaidToDriftOnEachOfItsCpus() throws InterruptedException {
    Report report = check(MachineShape.of(2, 1, 1, 4, 1), CpuSet.range(4, 7));
    assertThat(report.findings().stream().filter(f -> f.code() == FindingCode.RATE_DRIFT))
        .extracting(Finding::cpus)
        .containsExactly(CpuSet.of(4), CpuSet.of(5), CpuSet.of(6), CpuSet.of(7));
  }

  @Test
  void theReferenceAloneIsNamedIfItDriftsAlone() throws InterruptedException {
    Report report = check(MachineShape.of(1, 1, 1, 8, 1), CpuSet.of(0));
    assertThat(report.skew().moved()).isEqualTo(CpuSet.of(0));
  }

  @Test
  void threeThatDriftEachAtItsOwnRateAreThree() throws InterruptedException {
    Scenario scenario =
        Scenario.builder("three", MachineShape.of(1, 1, 1, 8, 1))
            .at(1, new Event.RateChange(CpuSet.of(2), FIVE_PPM))
            .at(1, new Event.RateChange(CpuSet.of(3), 2 * FIVE_PPM))
            .at(1, new Event.RateChange(CpuSet.of(7), -FIVE_PPM))
            .build();
    Report report =
        Check.run(
            new SimulatedMachine(scenario),
            MeasureOptions.DEFAULT,
            Limits.DEFAULT,
            Progress.SILENT);
    assertThat(report.skew().moved()).isEqualTo(CpuSet.of(2, 3, 7));
  }

  /** A list of CPUs as JUnit converts it. */
  record CpuSetText(CpuSet cpus) {
    @SuppressWarnings("unused") // JUnit converts a parameter by it
    static CpuSetText parse(String list) {
      return new CpuSetText(CpuSet.parse(list));
    }
  }
}
