package io.tscwatch.checks.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * Sweeps in slices, one a tick, for ever. A pure function of its plan, its budget and the tick
 * number: there is no state to lose, and what was measured when can be told afterwards. When CPUs
 * come or go, plan anew and go on with the next tick.
 *
 * <p>Immutable; safe for use by many threads.
 */
public final class WatchSchedule {

  private final SweepPlan plan;
  private final WatchPace pace;
  private final long intervalNanos;

  WatchSchedule(SweepPlan plan, WatchBudget budget) {
    this.plan = plan;
    this.pace = WatchPace.of(plan, budget);
    this.intervalNanos = budget.intervalNanos();
  }

  /** What a whole sweep measures. */
  public SweepPlan plan() {
    return plan;
  }

  /**
   * The time in which every round of a sweep certainly ran, whenever it begins, in nanoseconds: the
   * longest that any CPU is left unmeasured, or unlinked to the others.
   */
  public long coverNanos() {
    return Math.multiplyExact(coverTicks(), intervalNanos);
  }

  long coverTicks() {
    return pace.ticksFor(plan.roundsPerSweep());
  }

  /**
   * What to measure in one tick.
   *
   * @param tick from 0
   */
  public WatchSlice slice(long tick) {
    long from = pace.roundsIn(tick);
    long to = pace.roundsIn(Math.addExact(tick, 1));
    int perSweep = plan.roundsPerSweep();
    List<Round> rounds = new ArrayList<>();
    for (long round = from; round < to; round++) {
      rounds.add(plan.round(round / perSweep, (int) (round % perSweep)));
    }
    return new WatchSlice(tick, rounds, to / perSweep);
  }
}
