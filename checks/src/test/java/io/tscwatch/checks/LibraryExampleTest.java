package io.tscwatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.machine.RealMachine;
import io.tscwatch.checks.measure.MeasureOptions;
import io.tscwatch.checks.measure.Progress;
import io.tscwatch.checks.verdict.CpuVerdict;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.verdict.Report;
import org.junit.jupiter.api.Test;

/** How a program that does not want the command asks for the same answer. */
class LibraryExampleTest {

  @Test
  void aProgramChecksTheMachineThatItRunsOn() throws Exception {
    Report report;
    try (Machine machine = new RealMachine()) {
      report = Check.run(machine, MeasureOptions.DEFAULT, Limits.DEFAULT, Progress.SILENT);
    }

    assertThat(report.origin()).isEqualTo(Origin.THIS_MACHINE);
    assertThat(report.reason()).isNotBlank();
    // What the verdict is, is the machine's business; that bounds are ordered is ours.
    assertThat(report.cpus()).extracting(CpuVerdict::cpu).isSorted().isNotEmpty();
    assertThat(report.skew().offsets())
        .allSatisfy(offset -> assertThat(offset.bounds().widthCycles()).isGreaterThanOrEqualTo(0));
  }
}
