package io.tscwatch.checks.watch;

import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.topology.CpuSet;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened, dated: to the verdict, to a finding, or to the host. Host events are no
 * faults of the TSC.
 *
 * @param sequence counts up by one from 1 for as long as the watch runs
 * @param realtimeNanos when it was noticed, nanoseconds since 1970
 * @param monotonicNanos when it was noticed, CLOCK_MONOTONIC
 * @param kind what happened
 * @param code the finding that it is about, for the kinds that are about one
 * @param severity how grave it is for a person who reads a log
 * @param cpus the CPUs that it is about; empty if the machine
 * @param quantities its numbers
 * @param sentence one line that a person understands
 */
public record WatchEvent(
    long sequence,
    long realtimeNanos,
    long monotonicNanos,
    Kind kind,
    Optional<FindingCode> code,
    Severity severity,
    CpuSet cpus,
    List<Quantity> quantities,
    String sentence) {

  /** What happened. The names, in lower case with hyphens, are stable for ever. */
  public enum Kind {
    WATCH_STARTED,
    VERDICT_CHANGED,
    FINDING_RAISED,
    FINDING_CLEARED,
    CPU_ONLINE,
    CPU_OFFLINE,
    REFERENCE_CHANGED,
    SUSPEND_RESUMED,
    CLOCK_SET,
    CLOCKSOURCE_CHANGED,
    CLOCKSOURCE_ENFORCED,
    ENFORCEMENT_REFUSED,
    ENFORCEMENT_YIELDED,
    KERNEL_MESSAGE,
    TSC_ADJUST_CHANGED,
    TSC_ADJUST_RESTORED,
    GUEST_MIGRATED,
    GUEST_PAUSED,
    TSC_JUMPED_TOGETHER,
    WITNESS_STEPPED,
    WITNESS_STALLED,
    WITNESS_RESTARTED,
    VOTE_CHANGED,
    PERMISSION_LOST,
    PERMISSION_REGAINED,
    PROBE_STARVED,
    BASELINE_RESTARTED
  }

  public WatchEvent {
    quantities = List.copyOf(quantities);
  }
}
