package io.tscwatch.checks.watch;

import io.tscwatch.checks.bounds.ClosedMatrix;
import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.verdict.Recommendation;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.checks.witness.WitnessReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything that is known of the machine at one moment of the watch. Immutable: whoever serves it
 * to others keeps the reference.
 *
 * @param origin the machine that is watched
 * @param startedRealtimeNanos when the watch began, nanoseconds since 1970
 * @param asOfRealtimeNanos the moment of this status, nanoseconds since 1970
 * @param asOfMonotonicNanos the same, CLOCK_MONOTONIC of the machine
 * @param ready true once every CPU to be covered was covered
 * @param limits what is tolerated
 * @param verdict of the machine: at once on proof, recovered only after a clean period
 * @param verdictSinceRealtimeNanos when it became so
 * @param reason one sentence: why
 * @param requalifiesAtRealtimeNanos when an UNRELIABLE verdict ends if nothing more is found
 * @param evidenceMonotonicNanos the oldest of the CPUs' last exchanges: how fresh all evidence is
 * @param referenceCpu the CPU that offsets are given against; -1 if none
 * @param frequency the TSC's, for nanoseconds
 * @param agreementNanos the largest offset that any two CPUs can have, if all agree
 * @param cpus every CPU that is present, ascending
 * @param findings those that hold now, the gravest first
 * @param recommendations what to do
 * @param matrix the closed bounds of the current window
 * @param facts what the machine says of itself, last read
 * @param witnesses what other clocks say of the TSC's rate
 * @param intrusion what the watch takes from the machine
 * @param counters what the watch has done
 */
public record WatchStatus(
    Origin origin,
    long startedRealtimeNanos,
    long asOfRealtimeNanos,
    long asOfMonotonicNanos,
    boolean ready,
    Limits limits,
    Verdict verdict,
    long verdictSinceRealtimeNanos,
    String reason,
    OptionalLong requalifiesAtRealtimeNanos,
    OptionalLong evidenceMonotonicNanos,
    int referenceCpu,
    Optional<TscFrequency> frequency,
    OptionalLong agreementNanos,
    List<CpuStatus> cpus,
    List<ActiveFinding> findings,
    List<Recommendation> recommendations,
    Optional<ClosedMatrix> matrix,
    Facts facts,
    WitnessReport witnesses,
    Intrusion intrusion,
    WatchCounters counters) {

  public WatchStatus {
    cpus = List.copyOf(cpus);
    findings = List.copyOf(findings);
    recommendations = List.copyOf(recommendations);
  }
}
