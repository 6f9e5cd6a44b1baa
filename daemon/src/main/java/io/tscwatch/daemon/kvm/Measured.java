package io.tscwatch.daemon.kvm;

import io.tscwatch.checks.Check;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.klog.KernelEvent;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.measure.MeasureOptions;
import io.tscwatch.checks.measure.Progress;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.verdict.Report;
import io.tscwatch.daemon.ExitCode;
import java.util.Comparator;
import java.util.List;

/**
 * What the exchange proved of this machine, which what KVM says is weighed against.
 *
 * @param report the check
 * @param sync what it proved of all CPUs that were measured
 */
record Measured(Report report, MeasuredSync sync) {

  static Measured of(Machine machine) throws InterruptedException {
    Report report = Check.run(machine, MeasureOptions.DEFAULT, Limits.DEFAULT, Progress.SILENT);
    return new Measured(
        report, report.skew().within(report.measurement().choice().measured(), Limits.DEFAULT));
  }

  /** KVM's words for a TSC that it saw go back, after which it declares the TSC unstable. */
  boolean kernelSawBackwardTsc() {
    return sawBackwardTsc(report.facts().kernelLog().toOptional().orElse(List.of()));
  }

  static boolean sawBackwardTsc(List<KernelEvent> log) {
    return log.stream().anyMatch(event -> event.text().contains("KVM discovered backwards TSC"));
  }

  /** The exit code of findings: that of the verdict which they would make. */
  static int exitCode(List<Finding> findings) {
    Severity gravest =
        findings.stream()
            .map(Finding::severity)
            .max(Comparator.naturalOrder())
            .orElse(Severity.INFO);
    return switch (gravest) {
      case INFO -> ExitCode.RELIABLE;
      case WARNING -> ExitCode.RELIABLE_WITH_WARNINGS;
      case CRITICAL -> ExitCode.UNRELIABLE;
      case UNKNOWN -> ExitCode.UNKNOWN;
    };
  }
}
