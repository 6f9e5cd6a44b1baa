package io.tscwatch.daemon.check;

import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.verdict.CpuVerdict;
import io.tscwatch.checks.verdict.Report;
import io.tscwatch.daemon.monitor.Standing;
import io.tscwatch.daemon.report.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a check found, for monitoring. */
final class ReportStanding {

  private ReportStanding() {}

  static Standing of(Report report) {
    Origin origin = report.origin();
    return new Standing(
        origin.kind() == Origin.Kind.REAL
            ? Map.of()
            : Map.of(Names.of(origin.kind()), origin.label()),
        report.verdict(),
        report.warnings(),
        report.reason(),
        report.startedRealtimeNanos() + report.elapsedNanos(),
        report.agreementNanos(),
        OptionalLong.of(report.limits().maxSkewNanos()),
        OptionalLong.empty(),
        report.findings().stream()
            .map(
                finding ->
                    new Standing.Found(
                        finding.code().code(),
                        Names.of(finding.severity()),
                        finding.cpus(),
                        finding.sentence()))
            .toList(),
        cpus(report));
  }

  private static List<Standing.Cpu> cpus(Report report) {
    return report.cpus().stream().map(cpu -> cpu(cpu, report)).toList();
  }

  private static Standing.Cpu cpu(CpuVerdict cpu, Report report) {
    Optional<TscFrequency> frequency = report.skew().frequency();
    Long adjust = report.facts().adjust().values().get(cpu.cpu());
    return new Standing.Cpu(
        cpu.cpu(),
        report.facts().topology().place(cpu.cpu()).packageId(),
        cpu.verdict(),
        cpu.offset()
            .flatMap(
                offset ->
                    frequency.map(
                        f ->
                            new Standing.Bounds(
                                f.lowerNanos(offset.bounds().lowerCycles()),
                                f.upperNanos(offset.bounds().upperCycles())))),
        adjust == null ? OptionalLong.empty() : OptionalLong.of(adjust));
  }
}
