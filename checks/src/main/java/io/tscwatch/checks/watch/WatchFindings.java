package io.tscwatch.checks.watch;

import static io.tscwatch.checks.finding.Wording.are;
import static io.tscwatch.checks.finding.Wording.cpus;
import static io.tscwatch.checks.finding.Wording.nanos;
import static io.tscwatch.checks.finding.Wording.theTscs;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.schedule.WatchPlan;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;

/** What only a watch can find: that its evidence grows old, and why. */
final class WatchFindings {

  private WatchFindings() {}

  static List<Finding> of(
      Layout layout, ProbeHealth health, CpuSet stale, long staleAfterNanos, long nowNanos) {
    List<Finding> findings = new ArrayList<>();
    CpuSet starved = health.starved(layout.watched(), nowNanos);
    if (!stale.isEmpty()) {
      findings.add(stale(stale, staleAfterNanos));
    }
    if (!starved.isEmpty()) {
      findings.add(starved(starved, health.lastFailure(starved.first())));
    }
    layout.late().ifPresent(late -> findings.add(late(late, layout.watched())));
    return findings;
  }

  private static Finding stale(CpuSet stale, long staleAfterNanos) {
    return new Finding(
        FindingCode.EVIDENCE_STALE,
        Severity.UNKNOWN,
        stale,
        List.of(new Quantity("staleAfter", staleAfterNanos, Unit.NANOSECONDS)),
        "pair exchange",
        theTscs(stale)
            + (stale.size() == 1 ? " was" : " were")
            + " not measured for "
            + nanos(staleAfterNanos)
            + " or since the last event that may have moved it: what was known counts no"
            + " more.",
        "Look for real-time threads that hold these CPUs, and for a budget that is too small.");
  }

  private static Finding starved(CpuSet starved, String reason) {
    return new Finding(
        FindingCode.PROBE_STARVED,
        Severity.WARNING,
        starved,
        List.of(new Quantity("cpus", starved.size(), Unit.COUNT)),
        "pair exchange",
        cpus(starved) + " " + are(starved) + " not given to the probe: " + reason + ".",
        "Look for real-time threads that hold these CPUs.");
  }

  private static Finding late(WatchPlan.Late late, CpuSet watched) {
    return new Finding(
        FindingCode.BUDGET_EXCEEDED,
        Severity.WARNING,
        watched,
        List.of(new Quantity("covered", late.coverNanos(), Unit.NANOSECONDS)),
        "the plan of the watch",
        "The budget is too small for this machine: " + late.sentence() + ".",
        "Raise measurement.max-intrusion or measurement.cover-every, or lower"
            + " measurement.pair-budget.");
  }
}
