package io.tscwatch.checks.watch;

import io.tscwatch.checks.bounds.CpuOffset;
import io.tscwatch.checks.rate.Headroom;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuPlace;
import io.tscwatch.checks.verdict.Verdict;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One CPU, as it is known now.
 *
 * @param place where it sits
 * @param online whether the kernel uses it
 * @param verdict what is said of it
 * @param reason a few words: why
 * @param offset the certified offset against the reference; empty for the reference itself and for
 *     a CPU without evidence
 * @param rate the certified rate against the reference, over the time since the tracker started
 * @param headroom when the limit can be reached, if the rate is bounded
 * @param tscAdjust TSC_ADJUST, or why it is not known
 * @param evidenceMonotonicNanos CLOCK_MONOTONIC of the last exchange that measured it; empty if
 *     none
 * @param cpuNanos CPU time that tscwatch has taken from it since it started
 */
public record CpuStatus(
    CpuPlace place,
    boolean online,
    Verdict verdict,
    String reason,
    Optional<CpuOffset> offset,
    Optional<RateResult.Bounded> rate,
    Optional<Headroom> headroom,
    Reading<Long> tscAdjust,
    OptionalLong evidenceMonotonicNanos,
    long cpuNanos) {

  public int cpu() {
    return place.cpu();
  }
}
