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
import java.util.OptionalLong;

/**
 * Which CPUs are watched, and when; made anew when CPUs come or go. Immutable.
 *
 * @param topology where the CPUs sit
 * @param online the CPUs that are online
 * @param present these, and those that are plugged in but offline
 * @param affinity the CPUs that this process may use
 * @param choice the CPUs that are watched, and why not the others
 * @param plan every pair of one sweep
 * @param schedule the same in slices; empty with fewer than two CPUs
 * @param late what is said if the budget does not cover every CPU in time
 * @param coverage what one sweep covers
 * @param parallel whether disjoint pairs are measured at the same time
 * @param pairCostNanos what an exchange was taken to cost each of its CPUs
 */
record Layout(
    Topology topology,
    CpuSet online,
    CpuSet present,
    Reading<CpuSet> affinity,
    CpuChoice choice,
    SweepPlan plan,
    Optional<WatchSchedule> schedule,
    Optional<WatchPlan.Late> late,
    SweepCoverage coverage,
    boolean parallel,
    long pairCostNanos) {

  /** Thread creation, pinning and meeting, beyond the exchange itself. */
  private static final long OVERHEAD_NANOS = 100_000;

  /**
   * Lays out.
   *
   * @param usualCostNanos what exchanges mostly cost each CPU, where that is known: on a machine
   *     that is busy, or emulated, more than their duration
   */
  static Layout of(
      Topology topology,
      Reading<CpuSet> affinity,
      WatchSettings settings,
      OptionalLong usualCostNanos,
      ParallelDecision parallel) {
    long pairCostNanos =
        Math.max(settings.pairBudgetNanos() + OVERHEAD_NANOS, usualCostNanos.orElse(0));
    CpuChoice choice = choose(topology, affinity, settings);
    WatchPlan watch =
        WatchPlan.of(
            topology,
            choice.measured(),
            new WatchBudget(
                settings.intervalNanos(),
                settings.coverWithinNanos(),
                settings.sharePartsPerMillion(),
                pairCostNanos,
                parallel.parallel()));
    Optional<WatchSchedule> schedule = schedule(watch);
    SweepPlan plan =
        schedule
            .map(WatchSchedule::plan)
            .orElseGet(
                () -> SweepPlan.of(topology, choice.measured(), new PairSelection.Automatic()));
    CpuSet online = topology.cpus().plus(choice.measured());
    return new Layout(
        topology,
        online,
        online.plus(topology.offline()),
        affinity,
        choice,
        plan,
        schedule,
        watch instanceof WatchPlan.Late late ? Optional.of(late) : Optional.empty(),
        plan.coverage(),
        parallel.parallel(),
        pairCostNanos);
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

  /** Whether exchanges cost so much more or less than was taken that the plan does not hold. */
  boolean costsOtherwise(WatchSettings settings, long usualCostNanos) {
    long cost = Math.max(settings.pairBudgetNanos() + OVERHEAD_NANOS, usualCostNanos);
    return 2 * cost > 3 * pairCostNanos || 2 * pairCostNanos > 3 * cost;
  }

  /** The CPUs that are watched. */
  CpuSet watched() {
    return choice.measured();
  }
}
