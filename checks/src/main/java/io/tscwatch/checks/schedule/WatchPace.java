package io.tscwatch.checks.schedule;

import java.math.BigInteger;

/**
 * How many rounds fit into the ticks of the watch, as an exact fraction: what is left over in one
 * tick is saved for the next.
 *
 * @param nanosPerTick what may be spent in a tick
 * @param nanosPerRound what a round costs
 */
record WatchPace(long nanosPerTick, long nanosPerRound) {

  /**
   * The pace that the budget allows: bounded by the share of each CPU, of which a round takes one
   * pair; by the clock, of which half is left to everything else; and by one whole sweep a tick,
   * because measuring the same pair twice in one tick is cost without news.
   */
  static WatchPace of(SweepPlan plan, WatchBudget budget) {
    long cost = budget.pairCostNanos();
    long pairsInTurn = budget.parallel() ? 1 : plan.widestRound();
    WatchPace byShare = new WatchPace(budget.shareNanos(), cost);
    WatchPace byClock =
        new WatchPace(budget.intervalNanos() / 2, Math.multiplyExact(cost, pairsInTurn));
    return byShare.slower(byClock).slower(new WatchPace(plan.roundsPerSweep(), 1));
  }

  private WatchPace slower(WatchPace other) {
    BigInteger mine =
        BigInteger.valueOf(nanosPerTick).multiply(BigInteger.valueOf(other.nanosPerRound));
    BigInteger others =
        BigInteger.valueOf(other.nanosPerTick).multiply(BigInteger.valueOf(nanosPerRound));
    return mine.compareTo(others) <= 0 ? this : other;
  }

  /** Rounds in the first {@code ticks} ticks: also the fewest in any so many ticks in a row. */
  long roundsIn(long ticks) {
    if (Math.multiplyHigh(ticks, nanosPerTick) == 0 && ticks * nanosPerTick >= 0) {
      // With each tick but those of some centuries from now.
      return ticks * nanosPerTick / nanosPerRound;
    }
    return BigInteger.valueOf(ticks)
        .multiply(BigInteger.valueOf(nanosPerTick))
        .divide(BigInteger.valueOf(nanosPerRound))
        .longValueExact();
  }

  /** The fewest ticks in a row that are certain to hold so many rounds. */
  long ticksFor(long rounds) {
    BigInteger tick = BigInteger.valueOf(nanosPerTick);
    return BigInteger.valueOf(rounds)
        .multiply(BigInteger.valueOf(nanosPerRound))
        .add(tick)
        .subtract(BigInteger.ONE)
        .divide(tick)
        .longValueExact();
  }
}
