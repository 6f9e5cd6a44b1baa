package io.tscwatch.checks.verdict;

import static io.tscwatch.checks.finding.Wording.are;
import static io.tscwatch.checks.finding.Wording.cpus;
import static io.tscwatch.checks.finding.Wording.nanos;
import static io.tscwatch.checks.finding.Wording.theTscs;

import io.tscwatch.checks.bounds.AgreementGroups;
import io.tscwatch.checks.bounds.ClosedMatrix;
import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the closed bounds of CPUs that stood still say: warps, and what is not resolved. */
final class SkewFindings {

  private static final String EVIDENCE = "pair exchange, closed over all pairs";

  private final ClosedMatrix matrix;
  private final AgreementGroups groups;
  private final Optional<TscFrequency> frequency;
  private final Limits limits;

  SkewFindings(
      ClosedMatrix matrix,
      AgreementGroups groups,
      Optional<TscFrequency> frequency,
      Limits limits) {
    this.matrix = matrix;
    this.groups = groups;
    this.frequency = frequency;
    this.limits = limits;
  }

  /** One finding for each group of CPUs that provably differ from the largest group. */
  List<Finding> warps() {
    List<Finding> findings = new ArrayList<>();
    for (CpuSet outliers : groups.groups().subList(1, groups.groups().size())) {
      findings.add(warp(outliers));
    }
    return findings;
  }

  /**
   * How far the outliers are from the others: the pair that is proven to be furthest apart is so by
   * at least the nearer end, and no pair is further apart than the other end.
   */
  private OffsetBounds apart(CpuSet outliers, CpuSet main) {
    ClosedMatrix.UpperRange ahead = matrix.upperRange(main, outliers);
    ClosedMatrix.UpperRange behind = matrix.upperRange(outliers, main);
    return behind.leastCycles() <= ahead.leastCycles()
        ? new OffsetBounds(-behind.leastCycles(), limited(ahead))
        : new OffsetBounds(-limited(behind), ahead.leastCycles());
  }

  private static long limited(ClosedMatrix.UpperRange range) {
    return Math.min(range.mostCycles(), OffsetBounds.LIMIT_CYCLES);
  }

  private boolean tolerated(OffsetBounds bounds) {
    return frequency
        .map(f -> f.upperNanos(bounds.provenMagnitudeCycles()) <= limits.toleratedWarpNanos())
        .orElse(false);
  }

  private Finding warp(CpuSet outliers) {
    CpuSet main = groups.main();
    OffsetBounds bounds = apart(outliers, main);
    long proven = bounds.provenMagnitudeCycles();
    long most = bounds.worstMagnitudeCycles();
    boolean ahead = bounds.lowerCycles() > 0;
    boolean tolerated = tolerated(bounds);
    boolean beyond = frequency.map(f -> f.lowerNanos(proven) > limits.maxSkewNanos()).orElse(false);
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(new Quantity("offsetLower", bounds.lowerCycles(), Unit.CYCLES));
    quantities.add(new Quantity("offsetUpper", bounds.upperCycles(), Unit.CYCLES));
    frequency.ifPresent(
        f -> {
          quantities.add(
              new Quantity("offsetLower", f.lowerNanos(bounds.lowerCycles()), Unit.NANOSECONDS));
          quantities.add(
              new Quantity("offsetUpper", f.upperNanos(bounds.upperCycles()), Unit.NANOSECONDS));
        });
    String size =
        frequency
            .map(
                f ->
                    "at least "
                        + nanos(f.lowerNanos(proven))
                        + " and at most "
                        + nanos(f.upperNanos(most)))
            .orElse("at least " + proven + " and at most " + most + " cycles");
    return new Finding(
        beyond ? FindingCode.SKEW_BEYOND_LIMIT : FindingCode.SKEW_WARP,
        tolerated ? Severity.WARNING : Severity.CRITICAL,
        outliers,
        quantities,
        EVIDENCE,
        theTscs(outliers)
            + " "
            + are(outliers)
            + (ahead ? " ahead of " : " behind ")
            + cpus(main)
            + " by "
            + size
            + ": a program that moves between them can see time go backwards"
            + (tolerated ? ", by no more than is tolerated." : "."),
        tolerated
            ? "Nothing, while the tolerated warp is what your programs can stand."
            : "Do not read the TSC as a clock across these CPUs; use another clocksource, and look"
                + " for firmware or software that writes the TSC of single CPUs.");
  }

  /** The largest group, and those whose warp is tolerated: that is no proof that they are near. */
  private CpuSet withoutFaults() {
    CpuSet cpus = groups.main();
    for (CpuSet outliers : groups.groups().subList(1, groups.groups().size())) {
      cpus = tolerated(apart(outliers, groups.main())) ? cpus.plus(outliers) : cpus;
    }
    return cpus;
  }

  /** One finding for the CPUs whose bounds are too wide for the limit; empty if there are none. */
  List<Finding> unresolved() {
    CpuSet cpus = withoutFaults();
    if (cpus.size() < 2 || resolved(matrix.upperRange(cpus, cpus))) {
      return List.of();
    }
    int reference = groups.main().first();
    List<Integer> wide = new ArrayList<>();
    long widest = 0;
    for (int cpu : cpus.minus(CpuSet.of(reference))) {
      CpuSet one = CpuSet.of(cpu);
      // Against every other CPU and not only the reference: a program compares any two.
      if (!resolved(matrix.upperRange(one, cpus)) || !resolved(matrix.upperRange(cpus, one))) {
        wide.add(cpu);
        OffsetBounds bounds = matrix.bounds(cpu, reference).orElse(OffsetBounds.UNKNOWN);
        widest = Math.max(widest, bounds.widthCycles());
      }
    }
    return wide.isEmpty() ? List.of() : List.of(unresolved(CpuSet.of(wide), widest));
  }

  private boolean resolved(ClosedMatrix.UpperRange range) {
    return frequency
        .map(f -> f.upperNanos(range.mostCycles()) <= limits.maxSkewNanos())
        .orElse(false);
  }

  private Finding unresolved(CpuSet wide, long widest) {
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(new Quantity("widest", widest, Unit.CYCLES));
    frequency.ifPresent(
        f -> quantities.add(new Quantity("widest", f.upperNanos(widest), Unit.NANOSECONDS)));
    quantities.add(new Quantity("maxSkew", limits.maxSkewNanos(), Unit.NANOSECONDS));
    String cause =
        frequency
            .map(
                f ->
                    "the bounds are up to "
                        + nanos(f.upperNanos(widest))
                        + " wide, the limit is "
                        + nanos(limits.maxSkewNanos()))
            .orElse("the frequency of the TSC is not known");
    return new Finding(
        FindingCode.SKEW_UNRESOLVED,
        Severity.UNKNOWN,
        wide,
        quantities,
        EVIDENCE,
        "Whether "
            + cpus(wide)
            + " "
            + are(wide)
            + " in sync with every other CPU is not resolved: "
            + cause
            + ".",
        "Repeat it with a larger --budget, or when the machine is less busy.");
  }
}
