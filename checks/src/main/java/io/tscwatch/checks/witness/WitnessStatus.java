package io.tscwatch.checks.witness;

import io.tscwatch.checks.reference.ClockKind;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One clock, as it stands.
 *
 * @param name such as {@code hpet} or {@code ptp0}; stable for ever
 * @param standing whether it has a vote
 * @param why one clause: why it has none, or how it is read
 * @param lineage what it derives from, once it was read
 * @param hertz its own frequency, once it was read
 * @param bits of its counter
 * @param rate by how much the TSC runs fast against it
 * @param tscMinHertz the TSC's frequency if the clock is right, rounded down
 * @param tscMaxHertz the same, rounded up
 * @param observedNanos how long it was observed without a break
 * @param observations how many samples that were
 * @param cost of reading it
 * @param steps how often it or the TSC stepped
 * @param lastStepNanos by how much, the last time; negative if the clock lost
 * @param stallNanos how much it lost while it stood still, the last time; empty if it runs
 */
public record WitnessStatus(
    String name,
    ClockKind kind,
    Standing standing,
    String why,
    Optional<Lineage> lineage,
    OptionalLong hertz,
    int bits,
    Optional<RateInterval> rate,
    OptionalLong tscMinHertz,
    OptionalLong tscMaxHertz,
    long observedNanos,
    long observations,
    CostMeter cost,
    long steps,
    OptionalLong lastStepNanos,
    OptionalLong stallNanos) {

  /** Whether a witness has a vote. */
  public enum Standing {
    /** Independent, and its rate is known well enough. */
    VOTES,
    /** Independent, but not observed for long enough. */
    OBSERVING,
    /** It derives from the TSC, or may. */
    DERIVED,
    /** It stands still or stepped just now. */
    UNSTEADY,
    /** It cannot be read, or is not there. */
    UNREADABLE
  }

  /** True if it was read at least once. */
  public boolean present() {
    return cost.looks() > 0;
  }
}
