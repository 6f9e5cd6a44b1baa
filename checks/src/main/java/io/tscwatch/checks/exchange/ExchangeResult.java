package io.tscwatch.checks.exchange;

import java.util.Optional;

/**
 * What one pair exchange read. Raw: bounds are made from it by {@code bounds}.
 *
 * @param cpuA Linux CPU number of side A
 * @param cpuB Linux CPU number of side B
 * @param outcome how it ended
 * @param detail errno name, side or CPU that explains an outcome other than MEASURED; else empty
 * @param aToB best sample sent by A and received by B; present exactly when MEASURED
 * @param bToA best sample sent by B and received by A; present exactly when MEASURED
 * @param blocksKept blocks of samples certified, both sides together
 * @param blocksDropped blocks dropped because a side was preempted, migrated or signalled in them
 * @param migrations how often a side was found on another CPU than its own
 * @param startedMonotonicNanos CLOCK_MONOTONIC when both sides had met; 0 if they never met
 * @param finishedMonotonicNanos CLOCK_MONOTONIC when both had stopped
 * @param cpuNanos CPU time taken from both CPUs together (the intrusion)
 */
public record ExchangeResult(
    int cpuA,
    int cpuB,
    ExchangeOutcome outcome,
    String detail,
    Optional<OneWay> aToB,
    Optional<OneWay> bToA,
    long blocksKept,
    long blocksDropped,
    long migrations,
    long startedMonotonicNanos,
    long finishedMonotonicNanos,
    long cpuNanos) {

  public ExchangeResult {
    boolean measured = outcome == ExchangeOutcome.MEASURED;
    if (measured != aToB.isPresent() || measured != bToA.isPresent()) {
      throw new IllegalArgumentException("samples are present exactly when the pair was MEASURED");
    }
  }

  /** A pair that gave no bounds. */
  public static ExchangeResult failed(
      int cpuA, int cpuB, ExchangeOutcome outcome, String detail, long monotonicNanos) {
    return new ExchangeResult(
        cpuA,
        cpuB,
        outcome,
        detail,
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        0,
        0,
        monotonicNanos,
        0);
  }

  public boolean measured() {
    return outcome == ExchangeOutcome.MEASURED;
  }
}
