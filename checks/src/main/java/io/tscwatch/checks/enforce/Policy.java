package io.tscwatch.checks.enforce;

/**
 * What the operator allows.
 *
 * @param mode whether the clocksource may be written
 * @param maxSwitchesPerHour how often in any hour at most, 1 or more
 * @param returnAllowed whether what was there before may be put back after a requalification
 * @param requalifyAfterNanos how long the TSC must be reliable for that, if this run of the program
 *     did not see the fault itself
 */
public record Policy(
    Mode mode, int maxSwitchesPerHour, boolean returnAllowed, long requalifyAfterNanos) {

  /** Whether the clocksource may be written. */
  public enum Mode {
    OFF,
    ADVISE,
    ACT
  }

  public Policy {
    if (maxSwitchesPerHour < 1) {
      throw new IllegalArgumentException("at least one switch an hour, not " + maxSwitchesPerHour);
    }
  }
}
