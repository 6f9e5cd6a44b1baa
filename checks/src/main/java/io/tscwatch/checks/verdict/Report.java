package io.tscwatch.checks.verdict;

import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.measure.Measurement;
import io.tscwatch.checks.witness.WitnessReport;
import java.util.List;
import java.util.OptionalLong;

/**
 * The answer of one check, with all that it rests on.
 *
 * @param origin the machine that was judged
 * @param startedRealtimeNanos when it began, nanoseconds since 1970
 * @param elapsedNanos how long it took
 * @param limits what was tolerated
 * @param verdict of the machine
 * @param reason one sentence: why this verdict
 * @param cpus every CPU that is present and online, ascending
 * @param findings the gravest first
 * @param recommendations what to do
 * @param agreementNanos the largest offset that any two measured CPUs can have; empty if they are
 *     not all proven to agree
 * @param facts what the machine says of itself
 * @param measurement what was measured
 * @param skew what that proves
 * @param witnesses what other clocks said of the TSC's rate
 */
public record Report(
    Origin origin,
    long startedRealtimeNanos,
    long elapsedNanos,
    Limits limits,
    Verdict verdict,
    String reason,
    List<CpuVerdict> cpus,
    List<Finding> findings,
    List<Recommendation> recommendations,
    OptionalLong agreementNanos,
    Facts facts,
    Measurement measurement,
    SkewAssessment skew,
    WitnessReport witnesses) {

  public Report {
    cpus = List.copyOf(cpus);
    findings = List.copyOf(findings);
    recommendations = List.copyOf(recommendations);
  }

  /** True if any finding is a warning. */
  public boolean warnings() {
    return findings.stream().anyMatch(finding -> finding.severity() == Severity.WARNING);
  }
}
