package io.tscwatch.checks.schedule;

/**
 * What watching may cost, and how fresh it must be.
 *
 * @param intervalNanos from one slice of a sweep to the next, 10 ms to 1 h
 * @param coverWithinNanos every CPU is to be measured at least this often; one interval or more
 * @param sharePartsPerMillion the share of each CPU's time that measuring may take, 1 to 1,000,000
 *     (1000 is 0.1 %)
 * @param pairCostNanos what one pair costs each of its two CPUs, exchange and overhead together
 * @param parallel whether the pairs of a round run at the same time, see {@link ParallelDecision}
 */
public record WatchBudget(
    long intervalNanos,
    long coverWithinNanos,
    int sharePartsPerMillion,
    long pairCostNanos,
    boolean parallel) {

  private static final long MIN_INTERVAL_NANOS = 10_000_000;
  private static final long MAX_INTERVAL_NANOS = 3_600_000_000_000L;
  private static final int ONE = 1_000_000;

  /** One second, every CPU within ten, 0.1 % of each CPU, pairs of 250 us one after the other. */
  public static final WatchBudget DEFAULT =
      new WatchBudget(1_000_000_000, 10_000_000_000L, 1000, 250_000, false);

  /**
   * @throws IllegalArgumentException naming the value that is out of range
   */
  public WatchBudget {
    if (intervalNanos < MIN_INTERVAL_NANOS || intervalNanos > MAX_INTERVAL_NANOS) {
      throw new IllegalArgumentException("an interval of " + intervalNanos + " ns: 10 ms to 1 h");
    }
    if (coverWithinNanos < intervalNanos) {
      throw new IllegalArgumentException(
          "covering every CPU within " + coverWithinNanos + " ns: less than one interval");
    }
    if (sharePartsPerMillion < 1 || sharePartsPerMillion > ONE) {
      throw new IllegalArgumentException(
          "a share of " + sharePartsPerMillion + " parts per million: 1 to " + ONE);
    }
    if (pairCostNanos < 1 || pairCostNanos > MAX_INTERVAL_NANOS) {
      throw new IllegalArgumentException("a pair that costs " + pairCostNanos + " ns");
    }
  }

  /** Time that measuring may take from one CPU in one interval, at least 10 ns. */
  long shareNanos() {
    return intervalNanos / ONE * sharePartsPerMillion
        + intervalNanos % ONE * sharePartsPerMillion / ONE;
  }

  /** Whole intervals in the time within which every CPU is to be covered, at least 1. */
  long coverTicks() {
    return coverWithinNanos / intervalNanos;
  }
}
