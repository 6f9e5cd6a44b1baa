package io.tscwatch.checks.watch;

import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.schedule.PairSelection;
import io.tscwatch.checks.schedule.ParallelDecision;
import io.tscwatch.checks.schedule.SweepCoverage;
import io.tscwatch.checks.schedule.SweepPlan;
import io.tscwatch.checks.schedule.WatchBudget;
import io.tscwatch.checks.schedule.WatchPlan;
import io.tscwatch.checks.schedule.WatchSchedule;
import io.tscwatch.checks.topology.CpuChoice;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Topology;
import java.util.Optional;

/**
 * Which CPUs are watched, and when; made anew when CPUs come or go. Immutable.
 *
 * @param topology where the CPUs sit
 * @param affinity the CPUs that this process may use
 * @param choice the CPUs that are watched, and why not the others
 * @param plan every pair of one sweep
 * @param schedule the same in slices; empty with fewer than two CPUs
 * @param late what is said if the budget does not cover every CPU in time
 * @param coverage what one sweep covers
 * @param parallel whether disjoint pairs are measured at the same time
 */
record Layout(
    Topology topology,
    Reading<CpuSet> affinity,
    CpuChoice choice,
    SweepPlan plan,
    Optional<WatchSchedule> schedule,
    Optional<WatchPlan.Late> late,
    SweepCoverage coverage,
    boolean parallel) {

  /** Thread creation, pinning and meeting, beyond the exchange itself. */
  private static final long OVERHEAD_NANOS = 100_000;

  static Layout of(
      Topology topology,
      Reading<CpuSet> affinity,
      WatchSettings settings,
      ParallelDecision parallel) {
    CpuChoice choice = choose(topology, affinity, settings);
    WatchPlan watch =
        WatchPlan.of(
            topology,
            choice.measured(),
            new WatchBudget(
                settings.intervalNanos(),
                settings.coverWithinNanos(),
                settings.sharePartsPerMillion(),
                settings.pairBudgetNanos() + OVERHEAD_NANOS,
                parallel.parallel()));
    Optional<WatchSchedule> schedule = schedule(watch);
    SweepPlan plan =
        schedule
            .map(WatchSchedule::plan)
            .orElseGet(
                () -> SweepPlan.of(topology, choice.measured(), new PairSelection.Automatic()));
    return new Layout(
        topology,
        affinity,
        choice,
        plan,
        schedule,
        watch instanceof WatchPlan.Late late ? Optional.of(late) : Optional.empty(),
        plan.coverage(),
        parallel.parallel());
  }

  /** CPUs that were named may be offline now, or may be gone for ever: that is no mistake here. */
  private static CpuChoice choose(
      Topology topology, Reading<CpuSet> affinity, WatchSettings settings) {
    CpuSet known = topology.cpus().plus(topology.offline());
    CpuSet present = known.isEmpty() ? affinity.toOptional().orElse(CpuSet.empty()) : known;
    return CpuChoice.of(
        topology,
        affinity,
        settings.cpus().map(present::and),
        settings.excluded().and(present),
        settings.sparing());
  }

  private static Optional<WatchSchedule> schedule(WatchPlan watch) {
    if (watch instanceof WatchPlan.InTime inTime) {
      return Optional.of(inTime.schedule());
    }
    return watch instanceof WatchPlan.Late late ? Optional.of(late.schedule()) : Optional.empty();
  }

  /** The CPUs that are watched. */
  CpuSet watched() {
    return choice.measured();
  }
}
