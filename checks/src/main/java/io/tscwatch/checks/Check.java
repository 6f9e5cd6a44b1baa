package io.tscwatch.checks;

import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.facts.FactsReader;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.measure.MeasureOptions;
import io.tscwatch.checks.measure.Measurement;
import io.tscwatch.checks.measure.Measurer;
import io.tscwatch.checks.measure.Progress;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Topology;
import io.tscwatch.checks.verdict.Judge;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.verdict.Report;
import io.tscwatch.checks.verdict.SkewAssessment;

/**
 * One check of a machine from beginning to end: read the facts, measure, measure again what is not
 * resolved, judge.
 *
 * <pre>{@code
 * try (Machine machine = new RealMachine()) {
 *   Report report =
 *       Check.run(machine, MeasureOptions.DEFAULT, Limits.DEFAULT, Progress.SILENT);
 *   System.out.println(report.verdict() + ": " + report.reason());
 * }
 * }</pre>
 */
public final class Check {

  /** What is not resolved is measured again with a budget four times as large, twice. */
  private static final int ESCALATIONS = 2;

  private static final int ESCALATION_FACTOR = 4;

  /** A budget that a user chose is not exceeded by more than this. */
  private static final long LARGEST_ESCALATED_NANOS = 50_000_000;

  private Check() {}

  /**
   * Checks a machine.
   *
   * @param machine real, simulated or played back; the caller closes it
   * @throws IllegalArgumentException with a sentence for the user, if the options name CPUs that
   *     the machine does not have
   * @throws InterruptedException if the thread is interrupted between sweeps
   */
  public static Report run(
      Machine machine, MeasureOptions options, Limits limits, Progress progress)
      throws InterruptedException {
    long startedRealtimeNanos = machine.realtimeNanos();
    long startedNanos = machine.monotonicNanos();
    Topology topology = FactsReader.topology(machine);
    Measurer measurer = new Measurer(machine, topology, options, progress);
    Facts facts = FactsReader.read(machine, topology, measurer.first());
    measurer.sweepAll();
    Measurement measurement = resolve(measurer, facts, options, limits);
    Judge.Judgement judgement = Judge.judge(facts, measurement, limits);
    return new Report(
        machine.origin(),
        startedRealtimeNanos,
        machine.monotonicNanos() - startedNanos,
        limits,
        judgement.verdict(),
        judgement.reason(),
        judgement.cpus(),
        judgement.findings(),
        judgement.recommendations(),
        judgement.agreementNanos(),
        facts,
        measurement,
        judgement.skew());
  }

  private static Measurement resolve(
      Measurer measurer, Facts facts, MeasureOptions options, Limits limits)
      throws InterruptedException {
    long budgetNanos = options.budgetNanos();
    Measurement measurement = measurer.measurement();
    for (int i = 0; i < ESCALATIONS; i++) {
      CpuSet unresolved = unresolved(Judge.skew(facts, measurement, limits));
      budgetNanos *= ESCALATION_FACTOR;
      if (unresolved.isEmpty() || budgetNanos > LARGEST_ESCALATED_NANOS) {
        break;
      }
      measurer.again(unresolved, budgetNanos);
      measurement = measurer.measurement();
    }
    return measurement;
  }

  /** The CPUs worth another try, with the reference that they are compared with. */
  private static CpuSet unresolved(SkewAssessment skew) {
    CpuSet wide =
        skew.findings().stream()
            .filter(finding -> finding.code() == FindingCode.SKEW_UNRESOLVED)
            .map(finding -> finding.cpus())
            .reduce(CpuSet.empty(), CpuSet::plus);
    return wide.isEmpty() ? wide : wide.plus(CpuSet.of(skew.groups().main().first()));
  }
}
