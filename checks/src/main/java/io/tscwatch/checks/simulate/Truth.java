package io.tscwatch.checks.simulate;

/**
 * What is really so on a simulated machine: the answers against which tests judge what was
 * measured.
 *
 * <p>Times are CLOCK_MONOTONIC of the machine, as in everything that is measured. A moment of a
 * suspend and the moment after it have the same CLOCK_MONOTONIC; the answer is that of after.
 * Immutable.
 */
public final class Truth {

  private final VirtualClock.Axis axis;
  private final Storyline storyline;

  Truth(VirtualClock.Axis axis, Storyline storyline) {
    this.axis = axis;
    this.storyline = storyline;
  }

  /**
   * By how much CPU B's counter is ahead of CPU A's, in cycles. Exact for counters that show every
   * cycle; for counters with a step and different rates, what is read differs by up to a step.
   */
  public long offsetCycles(int cpuB, int cpuA, long monotonicNanos) {
    long elapsed = axis.elapsedAt(monotonicNanos);
    MachineState state = storyline.at(elapsed);
    return state.counters[cpuB].exactAt(elapsed) - state.counters[cpuA].exactAt(elapsed);
  }

  /** The value of one CPU's counter. */
  public long counterCycles(int cpu, long monotonicNanos) {
    long elapsed = axis.elapsedAt(monotonicNanos);
    return storyline.at(elapsed).counters[cpu].exactAt(elapsed);
  }

  /** CLOCK_MONOTONIC at a time since the scenario began, as events are scheduled by. */
  public long monotonicNanosAt(long elapsedNanos) {
    return axis.monotonicAt(elapsedNanos);
  }
}
