package io.tscwatch.checks.reference;

import java.util.Optional;

/**
 * One clock, read between two reads of the TSC on one CPU: it showed {@code ticks} at some moment
 * between them, by causality alone.
 *
 * @param kind what kind of clock
 * @param index N of {@code /dev/ptpN}, else 0
 * @param cpu the CPU of both counter reads
 * @param tscBeforeCycles the counter before
 * @param tscAfterCycles the counter after
 * @param ticks what the clock showed; of its bits as many as it has, zeros above
 * @param bits how many it has: it wraps to 0 after {@code 2^bits} ticks; 64 for clocks that do not
 * @param rate how fast it ticks by its own specification
 * @param edge true if the clock began to show {@code ticks} in the bracket; else it went on showing
 *     them for up to a whole tick
 * @param how a few words: by which way it was read
 * @param cost of reading it
 * @param discipline how it is steered, where that can be seen
 */
public record ClockSample(
    ClockKind kind,
    int index,
    int cpu,
    long tscBeforeCycles,
    long tscAfterCycles,
    long ticks,
    int bits,
    TickRate rate,
    boolean edge,
    String how,
    ReadoutCost cost,
    Optional<Discipline> discipline) {

  public ClockSample {
    if (bits < 8 || bits > 64) {
      throw new IllegalArgumentException("a counter of " + bits + " bits");
    }
  }

  /** Width of the bracket, in cycles. */
  public long widthCycles() {
    return tscAfterCycles - tscBeforeCycles;
  }
}
