package io.tscwatch.checks.verdict;

import io.tscwatch.checks.bounds.AgreementGroups;
import io.tscwatch.checks.bounds.ClosedMatrix;
import io.tscwatch.checks.bounds.CpuOffset;
import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.topology.CpuSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the exchanges prove about the offsets of the CPUs against each other.
 *
 * @param measured the CPUs with bounds
 * @param unmeasured the CPUs that were to be measured but have none, with the reason of each
 * @param referenceCpu the CPU that offsets are given against; -1 if nothing was measured
 * @param frequency for nanoseconds; empty if it is not known
 * @param matrix the closed bounds of all CPUs that stood still; empty if nothing was measured
 * @param offsets every measured CPU but the reference, ascending
 * @param groups the CPUs that stood still, sorted by who agrees with whom
 * @param moved the CPUs whose offset provably changed while it was measured
 * @param rates the relative rate of each measured CPU but the reference
 * @param findings what follows
 */
public record SkewAssessment(
    CpuSet measured,
    SortedMap<Integer, String> unmeasured,
    int referenceCpu,
    Optional<TscFrequency> frequency,
    Optional<ClosedMatrix> matrix,
    List<CpuOffset> offsets,
    AgreementGroups groups,
    CpuSet moved,
    SortedMap<Integer, RateResult> rates,
    List<Finding> findings) {

  public SkewAssessment {
    offsets = List.copyOf(offsets);
    findings = List.copyOf(findings);
  }

  /** The offset of one CPU against the reference. */
  public Optional<CpuOffset> offset(int cpu) {
    return offsets.stream().filter(offset -> offset.cpu() == cpu).findFirst();
  }

  /** What the exchange proved of the CPUs of one set against each other. */
  public MeasuredSync within(CpuSet cpus, Limits limits) {
    return between(cpus, cpus, limits);
  }

  /** What the exchange proved of the CPUs of one set against those of another. */
  public MeasuredSync between(CpuSet some, CpuSet others, Limits limits) {
    CpuSet wanted = some.plus(others);
    if (!wanted.and(moved).isEmpty()) {
      return MeasuredSync.OUT_OF_SYNC;
    }
    if (matrix.isEmpty() || frequency.isEmpty() || !measured.containsAll(wanted)) {
      return MeasuredSync.NOT_MEASURED;
    }
    ClosedMatrix.UpperRange there = matrix.get().upperRange(some, others);
    ClosedMatrix.UpperRange back =
        some.equals(others) ? there : matrix.get().upperRange(others, some);
    long proven = -Math.min(there.leastCycles(), back.leastCycles());
    if (proven > frequency.get().cyclesAtMost(limits.toleratedWarpNanos())) {
      return MeasuredSync.OUT_OF_SYNC;
    }
    // The two directions of a pair sum up to 0 or more: the larger one is its worst magnitude.
    long worst = Math.max(there.mostCycles(), back.mostCycles());
    return frequency.get().upperNanos(worst) <= limits.maxSkewNanos()
        ? MeasuredSync.IN_SYNC
        : MeasuredSync.NOT_MEASURED;
  }

  /** The relative rate of a CPU as an entry for whoever shows it. */
  public Optional<RateResult> rate(int cpu) {
    return Optional.ofNullable(rates.get(cpu));
  }

  /** The CPUs that were to be measured but have no bounds. */
  public CpuSet unmeasuredCpus() {
    return CpuSet.of(unmeasured.keySet());
  }

  /** Why each unmeasured CPU has no bounds. */
  public Map<Integer, String> reasons() {
    return unmeasured;
  }
}
