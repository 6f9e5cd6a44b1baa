package io.tscwatch.checks.simulate;

import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.topology.CpuSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything about the machine that events change, as it is from one event to the next.
 *
 * <p>Arrays are indexed by CPU and never written after construction; states that do not differ in
 * one share it.
 */
final class MachineState {

  /** What stands in the way of measurements on one CPU. */
  record Disturbance(
      int starvations, int preemptedPerMille, long inboundCycles, long outboundCycles) {
    static final Disturbance NONE = new Disturbance(0, 0, 0, 0);

    Disturbance plus(Disturbance other) {
      return new Disturbance(
          starvations + other.starvations,
          preemptedPerMille + other.preemptedPerMille,
          inboundCycles + other.inboundCycles,
          outboundCycles + other.outboundCycles);
    }

    Disturbance minus(Disturbance other) {
      return new Disturbance(
          starvations - other.starvations,
          preemptedPerMille - other.preemptedPerMille,
          inboundCycles - other.inboundCycles,
          outboundCycles - other.outboundCycles);
    }
  }

  /** What the hypervisor last told the guest of its clocks, and what both were at that time. */
  record HostView(
      int updates,
      long tscTimestampCycles,
      long systemTimeNanos,
      boolean guestStopped,
      long disruptionMarker) {}

  final long fromNanos;
  final Counter[] counters;
  final long[] adjustCycles;
  final Disturbance[] disturbances;
  final CpuSet online;
  final long suspendedNanos;
  final long realtimeShiftNanos;
  final String clocksource;
  final MsrAccess msrAccess;
  final boolean logReadable;
  final int logLines;
  final HostView host;
  final Map<ClockKind, Counter> clocks;
  final Optional<Long> realtimeErrorNanos;

  /** The count of a clock that the scenario has. */
  Counter clock(ClockKind kind) {
    return Objects.requireNonNull(clocks.get(kind), () -> "no clock " + kind.word());
  }

  MachineState(StateDraft draft, long fromNanos) {
    this.fromNanos = fromNanos;
    counters = draft.counters.clone();
    adjustCycles = draft.adjustCycles.clone();
    disturbances = draft.disturbances.clone();
    online = draft.online;
    suspendedNanos = draft.suspendedNanos;
    realtimeShiftNanos = draft.realtimeShiftNanos;
    clocksource = draft.clocksource;
    msrAccess = draft.msrAccess;
    logReadable = draft.logReadable;
    logLines = draft.log.size();
    host = draft.host;
    clocks = Map.copyOf(draft.clocks);
    realtimeErrorNanos = draft.realtimeErrorNanos;
  }
}
