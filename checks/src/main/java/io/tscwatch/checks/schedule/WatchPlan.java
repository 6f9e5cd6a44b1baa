package io.tscwatch.checks.schedule;

import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Topology;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Whether a machine can be watched within a budget, and how. */
public sealed interface WatchPlan {

  /** Every CPU is covered within the time asked for. */
  record InTime(WatchSchedule schedule) implements WatchPlan {}

  /**
   * The budget does not cover every CPU in the time asked for. The schedule keeps to the budget and
   * takes longer.
   *
   * @param coverNanos the time in which every CPU is covered
   * @param sharePartsPerMillionNeeded the share of each CPU that would cover them in time; more
   *     than 1,000,000 when no share would
   * @param clockIsTheLimit true when the pairs, run one after the other, do not fit into half of
   *     the time that passes: then a larger share alone does not help
   */
  record Late(
      WatchSchedule schedule,
      long coverNanos,
      long sharePartsPerMillionNeeded,
      boolean clockIsTheLimit)
      implements WatchPlan {

    /** For people: how long it takes, and what would help. */
    public String sentence() {
      String remedy =
          clockIsTheLimit
              ? "the pairs do not fit one after the other into half of the time"
              : "that needs a share of %d parts per million of each CPU"
                  .formatted(sharePartsPerMillionNeeded);
      return "every CPU is covered within %d ms, which is later than asked for: %s"
          .formatted(coverNanos / 1_000_000, remedy);
    }
  }

  /** Fewer than two CPUs: there is no pair to measure. */
  record NoPairs(CpuSet cpus) implements WatchPlan {}

  /**
   * Plans: all pairs in every sweep where that fits, else along the hierarchy.
   *
   * @param cpus the CPUs to watch
   */
  static WatchPlan of(Topology topology, CpuSet cpus, WatchBudget budget) {
    if (cpus.size() < 2) {
      return new NoPairs(cpus);
    }
    List<PairSelection> candidates = new ArrayList<>();
    if (cpus.size() <= SweepPlan.ALL_PAIRS_UP_TO) {
      candidates.add(new PairSelection.All());
    }
    candidates.add(new PairSelection.Tree());
    WatchPlan last = new NoPairs(cpus);
    for (PairSelection candidate : candidates) {
      last = judge(new WatchSchedule(SweepPlan.of(topology, cpus, candidate), budget), budget);
      if (last instanceof InTime) {
        return last;
      }
    }
    return last;
  }

  private static WatchPlan judge(WatchSchedule schedule, WatchBudget budget) {
    if (schedule.coverTicks() <= budget.coverTicks()) {
      return new InTime(schedule);
    }
    SweepPlan plan = schedule.plan();
    BigInteger sweepCost =
        BigInteger.valueOf(plan.roundsPerSweep())
            .multiply(BigInteger.valueOf(budget.pairCostNanos()));
    BigInteger time =
        BigInteger.valueOf(budget.coverTicks())
            .multiply(BigInteger.valueOf(budget.intervalNanos()));
    long needed =
        sweepCost
            .multiply(BigInteger.valueOf(1_000_000))
            .add(time)
            .subtract(BigInteger.ONE)
            .divide(time)
            .longValueExact();
    BigInteger wallCost =
        sweepCost.multiply(BigInteger.valueOf(budget.parallel() ? 1 : plan.widestRound()));
    boolean clockIsTheLimit = wallCost.shiftLeft(1).compareTo(time) > 0;
    return new Late(schedule, schedule.coverNanos(), needed, clockIsTheLimit);
  }
}
