package io.tscwatch.checks.witness;

import io.tscwatch.checks.reference.ReadoutCost;

/**
 * What reading one clock has cost so far.
 *
 * @param looks how often it was read
 * @param reads brackets in all
 * @param slowReads brackets wider than the kernel's watchdog would accept
 * @param medianNanos the median bracket of the last look
 * @param widestNanos the widest bracket of all
 * @param cpuNanos CPU time of all looks
 */
public record CostMeter(
    long looks, long reads, long slowReads, long medianNanos, long widestNanos, long cpuNanos) {

  static final CostMeter NOTHING = new CostMeter(0, 0, 0, 0, 0, 0);

  CostMeter plus(ReadoutCost cost, long kilohertz) {
    return new CostMeter(
        looks + 1,
        reads + cost.reads(),
        slowReads + cost.slowReads(),
        nanos(cost.medianCycles(), kilohertz),
        Math.max(widestNanos, nanos(cost.widestCycles(), kilohertz)),
        cpuNanos + cost.cpuNanos());
  }

  /** Mean CPU time of one look. */
  public long cpuNanosPerLook() {
    return looks == 0 ? 0 : cpuNanos / looks;
  }

  private static long nanos(long cycles, long kilohertz) {
    return cycles / kilohertz * 1_000_000 + cycles % kilohertz * 1_000_000 / kilohertz;
  }
}
