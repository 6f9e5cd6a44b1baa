package io.tscwatch.checks;

import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.facts.FactsReader;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.measure.ImpossibleChoiceException;
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
import io.tscwatch.checks.witness.WitnessBench;
import io.tscwatch.checks.witness.WitnessSettings;
import java.util.List;

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

  /** A host that sleeps in each of so many attempts is judged by what there is. */
  private static final int ATTEMPTS = 3;

  private Check() {}

  /**
   * Checks a machine.
   *
   * @param machine real, simulated or played back; the caller closes it
   * @throws ImpossibleChoiceException with a sentence for the user, if the options name CPUs or
   *     pairs that the machine does not have
   * @throws InterruptedException if the thread is interrupted between sweeps
   */
  public static Report run(
      Machine machine, MeasureOptions options, Limits limits, Progress progress)
      throws InterruptedException {
    Asked asked = ask(machine, options, limits, progress);
    return report(asked.evidence(), limits, asked.skew());
  }

  /**
   * The first half: asks the machine, and nothing after it does.
   *
   * @param limits decide what is measured again because it is not resolved; the evidence may be
   *     judged by others afterwards
   * @throws ImpossibleChoiceException with a sentence for the user, if the options name CPUs or
   *     pairs that the machine does not have
   * @throws InterruptedException if the thread is interrupted between sweeps
   */
  public static Evidence measure(
      Machine machine, MeasureOptions options, Limits limits, Progress progress)
      throws InterruptedException {
    return ask(machine, options, limits, progress).evidence();
  }

  /** The second half: pure, so the same evidence and limits always give the same report. */
  public static Report judge(Evidence evidence, Limits limits) {
    return report(evidence, limits, Judge.skew(evidence.facts(), evidence.measurement(), limits));
  }

  private static Report report(Evidence evidence, Limits limits, SkewAssessment skew) {
    Judge.Judgement judgement =
        Judge.judge(
            evidence.facts(),
            evidence.measurement(),
            limits,
            skew,
            List.of(),
            evidence.witnesses());
    return new Report(
        evidence.origin(),
        evidence.startedRealtimeNanos(),
        evidence.elapsedNanos(),
        limits,
        judgement.verdict(),
        judgement.reason(),
        judgement.cpus(),
        judgement.findings(),
        judgement.recommendations(),
        judgement.agreementNanos(),
        evidence.facts(),
        evidence.measurement(),
        judgement.skew(),
        evidence.witnesses());
  }

  /** Evidence, and what its exchanges prove, which decided when it was enough. */
  private record Asked(Evidence evidence, SkewAssessment skew) {}

  /**
   * Asks, and asks anew if the host was suspended meanwhile: a suspend may stop or reset counters,
   * which is no fault of theirs, so bounds from before and after it do not go together.
   */
  private static Asked ask(
      Machine machine, MeasureOptions options, Limits limits, Progress progress)
      throws InterruptedException {
    Asked asked = askOnce(machine, options, limits, progress);
    for (int i = 1; i < ATTEMPTS && asked.evidence().measurement().sleptNanos() > 0; i++) {
      asked = askOnce(machine, options, limits, progress);
    }
    return asked;
  }

  private static Asked askOnce(
      Machine machine, MeasureOptions options, Limits limits, Progress progress)
      throws InterruptedException {
    long startedRealtimeNanos = machine.realtimeNanos();
    long startedNanos = machine.monotonicNanos();
    Topology topology = FactsReader.topology(machine);
    Measurer measurer = new Measurer(machine, topology, options, progress);
    Facts facts = FactsReader.read(machine, topology, measurer.first());
    WitnessBench witnesses =
        new WitnessBench(
            machine, options.witnesses() ? WitnessSettings.DEFAULT : WitnessSettings.OFF);
    look(witnesses, measurer, facts);
    measurer.sweepAll();
    Measurement measurement = measurer.measurement();
    SkewAssessment skew = Judge.skew(facts, measurement, limits);
    long budgetNanos = options.budgetNanos();
    for (int i = 0; i < ESCALATIONS; i++) {
      CpuSet unresolved = unresolved(skew);
      budgetNanos *= ESCALATION_FACTOR;
      if (unresolved.isEmpty() || budgetNanos > LARGEST_ESCALATED_NANOS) {
        break;
      }
      measurer.again(unresolved, budgetNanos);
      measurement = measurer.measurement();
      skew = Judge.skew(facts, measurement, limits);
    }
    look(witnesses, measurer, facts);
    Evidence evidence =
        new Evidence(
            machine.origin(),
            startedRealtimeNanos,
            machine.monotonicNanos() - startedNanos,
            facts,
            measurement,
            witnesses.report(facts));
    return new Asked(evidence, skew);
  }

  /**
   * Looks at the other clocks, before and after the sweeps: two brackets of two microseconds, half
   * a second apart, certify a rate to 10 ppm.
   */
  private static void look(WitnessBench witnesses, Measurer measurer, Facts facts) {
    if (measurer.first().isPresent()) {
      witnesses.lookNow(measurer.first().get().cpu(), facts);
    }
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
