package io.tscwatch.checks.verdict;

import io.tscwatch.checks.adjust.AdjustFindings;
import io.tscwatch.checks.adjust.PackageSync;
import io.tscwatch.checks.bounds.ClosedMatrix;
import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.cpuid.CpuidFindings;
import io.tscwatch.checks.exchange.Granularity;
import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.finding.ReferenceVote;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Wording;
import io.tscwatch.checks.kvm.KvmclockFindings;
import io.tscwatch.checks.linux.AsyncResets;
import io.tscwatch.checks.linux.KernelFindings;
import io.tscwatch.checks.linux.KernelLogFindings;
import io.tscwatch.checks.linux.WatchdogRule;
import io.tscwatch.checks.measure.Measurement;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Level;
import io.tscwatch.checks.witness.WitnessFindings;
import io.tscwatch.checks.witness.WitnessReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From facts and measurement to findings and verdict. Pure: the same input gives the same
 * judgement, wherever it was read.
 *
 * <p>The verdict of the machine follows from the gravest finding: CRITICAL makes it UNRELIABLE,
 * else UNKNOWN makes it UNKNOWN, else it is RELIABLE.
 */
public final class Judge {

  /**
   * A judgement, to be completed to a {@link Report}.
   *
   * @param skew what the exchanges prove
   * @param cpus the verdict of each CPU that is online
   * @param findings the gravest first
   * @param verdict of the machine
   * @param reason one sentence
   * @param recommendations what to do
   * @param agreementNanos the largest offset that any two CPUs can have, if all agree; at least the
   *     step in which their counters move
   */
  public record Judgement(
      SkewAssessment skew,
      List<CpuVerdict> cpus,
      List<Finding> findings,
      Verdict verdict,
      String reason,
      List<Recommendation> recommendations,
      OptionalLong agreementNanos) {}

  private final Facts facts;
  private final Measurement measurement;
  private final Limits limits;
  private final List<Finding> known;
  private final WitnessReport witnesses;
  private final SkewAssessment skew;

  private Judge(
      Facts facts,
      Measurement measurement,
      Limits limits,
      SkewAssessment skew,
      List<Finding> known,
      WitnessReport witnesses) {
    this.facts = facts;
    this.measurement = measurement;
    this.limits = limits;
    this.skew = skew;
    this.known = List.copyOf(known);
    this.witnesses = witnesses;
  }

  /**
   * Judges everything.
   *
   * @param skew what {@link #skew} says of the same facts, measurement and limits: on a large
   *     machine it is most of the work, and whoever decides what to measure has it already
   */
  public static Judgement judge(
      Facts facts, Measurement measurement, Limits limits, SkewAssessment skew) {
    return judge(facts, measurement, limits, skew, List.of(), WitnessReport.NONE);
  }

  /**
   * Judges everything, together with what is known from before.
   *
   * @param known what was found by other means or earlier, and still counts
   * @param witnesses what other clocks say of the TSC's rate
   */
  public static Judgement judge(
      Facts facts,
      Measurement measurement,
      Limits limits,
      SkewAssessment skew,
      List<Finding> known,
      WitnessReport witnesses) {
    return new Judge(facts, measurement, limits, skew, known, witnesses).judge();
  }

  /** Judges the exchanges alone: what decides whether more has to be measured. */
  public static SkewAssessment skew(Facts facts, Measurement measurement, Limits limits) {
    return skew(facts, measurement, limits, SkewJudge.Prior.NONE);
  }

  /** Judges the exchanges alone, in the light of what is known from before. */
  public static SkewAssessment skew(
      Facts facts, Measurement measurement, Limits limits, SkewJudge.Prior prior) {
    return SkewJudge.judge(
        measurement.choice().measured(),
        measurement.sweeps(),
        measurement.granularity(),
        frequency(facts, measurement),
        limits,
        prior);
  }

  /** The measured frequency, else the declared one. */
  public static Optional<TscFrequency> frequency(Facts facts, Measurement measurement) {
    return measurement
        .first()
        .flatMap(first -> measurement.last().flatMap(last -> TscFrequency.between(first, last)))
        .or(
            () ->
                facts
                    .cpuid()
                    .toOptional()
                    .flatMap(cpuid -> cpuid.frequency())
                    .map(declared -> TscFrequency.ofKilohertz(declared.kilohertz())));
  }

  private Judgement judge() {
    MeasuredSync all = skew.within(measurement.choice().measured(), limits);
    ReferenceVote vote = WitnessFindings.vote(witnesses);
    List<Finding> findings = new ArrayList<>(known);
    findings.addAll(skew.findings());
    findings.addAll(CoverageFindings.of(measurement.choice(), skew));
    findings.addAll(CpuidFindings.of(facts.cpuid()));
    findings.addAll(
        AdjustFindings.of(
            facts.adjust(),
            AsyncResets.evidence(facts.kernel(), facts.kernelLog().toOptional().orElse(List.of())),
            packages()));
    List<Finding> logged = KernelLogFindings.of(facts.kernelLog(), all, vote);
    boolean reasonLogged =
        logged.stream().anyMatch(finding -> finding.code() == FindingCode.KERNEL_MARKED_UNSTABLE);
    findings.addAll(logged);
    findings.addAll(KernelFindings.of(facts.kernel(), watchdog(), all, reasonLogged, vote));
    findings.addAll(WitnessFindings.of(witnesses));
    findings.addAll(KvmclockFindings.of(facts.kvmclock(), facts.cpuid(), all));
    findings.sort(
        Comparator.comparing(Finding::severity)
            .reversed()
            .thenComparing(Finding::code)
            .thenComparing(finding -> finding.cpus().isEmpty() ? -1 : finding.cpus().first()));
    Verdict verdict = verdict(findings);
    OptionalLong agreement = agreementNanos();
    String agreed = agreed(agreement);
    String reason =
        verdict == Verdict.RELIABLE
            ? agreed.substring(0, 1).toUpperCase(Locale.ROOT) + agreed.substring(1)
            : findings.get(0).sentence();
    return new Judgement(
        skew,
        cpuVerdicts(findings),
        List.copyOf(findings),
        verdict,
        reason,
        Recommendations.of(verdict, agreed, facts, vote),
        agreement);
  }

  /** How well the CPUs agree; true only of a RELIABLE machine. */
  private String agreed(OptionalLong agreementNanos) {
    if (skew.measured().size() < 2) {
      return "there is no other TSC to disagree with.";
    }
    String tscs = "the TSCs of " + Wording.cpus(skew.measured());
    return agreementNanos.isPresent()
        ? tscs
            + " agree within "
            + Wording.nanos(agreementNanos.getAsLong())
            + " (limit "
            + Wording.nanos(limits.maxSkewNanos())
            + ")."
        : tscs
            + " differ by no more than the "
            + Wording.nanos(limits.toleratedWarpNanos())
            + " that are tolerated.";
  }

  private static Verdict verdict(List<Finding> findings) {
    Severity gravest =
        findings.stream()
            .map(Finding::severity)
            .max(Comparator.naturalOrder())
            .orElse(Severity.INFO);
    return switch (gravest) {
      case CRITICAL -> Verdict.UNRELIABLE;
      case UNKNOWN -> Verdict.UNKNOWN;
      case WARNING, INFO -> Verdict.RELIABLE;
    };
  }

  /** Whether the kernel watches the TSC, which the number of sockets and nodes decides. */
  private WatchdogRule.Answer watchdog() {
    return WatchdogRule.apply(
        facts.kernel(),
        Math.max(1, facts.topology().groups(Level.PACKAGE).size()),
        Math.max(1, facts.topology().groups(Level.NODE).size()));
  }

  private Map<Integer, PackageSync> packages() {
    SortedMap<Integer, CpuSet> packages = new TreeMap<>();
    facts
        .topology()
        .groups(Level.PACKAGE)
        .forEach((number, cpus) -> packages.put(number, cpus.and(measurement.choice().measured())));
    Map<Integer, PackageSync> sync = new TreeMap<>();
    packages.forEach(
        (number, cpus) -> {
          CpuSet others =
              packages.values().stream().reduce(CpuSet.empty(), CpuSet::plus).minus(cpus);
          if (!cpus.isEmpty()) {
            sync.put(
                number,
                new PackageSync(
                    skew.within(cpus, limits),
                    others.isEmpty()
                        ? MeasuredSync.NOT_MEASURED
                        : skew.between(cpus, others, limits)));
          }
        });
    return sync;
  }

  /** The largest offset that any two measured CPUs can have, in nanoseconds, if none differ. */
  private OptionalLong agreementNanos() {
    if (skew.matrix().isEmpty()
        || skew.frequency().isEmpty()
        || !skew.moved().isEmpty()
        || !skew.groups().unanimous()) {
      return OptionalLong.empty();
    }
    ClosedMatrix matrix = skew.matrix().get();
    // Never below the counters' step: finer than that nobody can see them agree.
    long worst =
        Math.max(stepCycles(), matrix.upperRange(matrix.cpus(), matrix.cpus()).mostCycles());
    return OptionalLong.of(skew.frequency().get().upperNanos(worst));
  }

  private long stepCycles() {
    return measurement.granularity().values().stream()
        .flatMap(reading -> reading.toOptional().stream())
        .mapToLong(Granularity::stepCycles)
        .max()
        .orElse(0);
  }

  private List<CpuVerdict> cpuVerdicts(List<Finding> findings) {
    List<CpuVerdict> verdicts = new ArrayList<>();
    for (int cpu : facts.topology().cpus().plus(measurement.choice().measured())) {
      verdicts.add(cpuVerdict(cpu, findings));
    }
    return List.copyOf(verdicts);
  }

  private CpuVerdict cpuVerdict(int cpu, List<Finding> findings) {
    for (Finding finding : findings) {
      if (finding.cpus().contains(cpu)) {
        if (finding.severity() == Severity.CRITICAL) {
          return new CpuVerdict(cpu, Verdict.UNRELIABLE, skew.offset(cpu), finding.code().code());
        }
        if (finding.severity() == Severity.UNKNOWN) {
          return new CpuVerdict(cpu, Verdict.UNKNOWN, skew.offset(cpu), finding.code().code());
        }
      }
    }
    if (!skew.measured().contains(cpu)) {
      return new CpuVerdict(cpu, Verdict.UNKNOWN, Optional.empty(), "not measured");
    }
    String reason =
        cpu == skew.referenceCpu()
            ? "reference"
            : skew.offset(cpu).map(offset -> within(offset.bounds())).orElse("in sync");
    return new CpuVerdict(cpu, Verdict.RELIABLE, skew.offset(cpu), reason);
  }

  private String within(OffsetBounds bounds) {
    return skew.frequency()
        .map(f -> "within " + Wording.nanos(f.upperNanos(bounds.worstMagnitudeCycles())))
        .orElse("in sync");
  }
}
