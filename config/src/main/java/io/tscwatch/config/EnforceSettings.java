package io.tscwatch.config;

/**
 * What the daemon does about the clocksource when the TSC is proven to be at fault.
 *
 * @param mode whether it acts
 * @param maxSwitchesPerHour how often it writes the clocksource in any hour at most, 1 or more
 * @param returnToTsc whether it puts back what was there before, once the TSC has requalified
 */
public record EnforceSettings(Mode mode, int maxSwitchesPerHour, boolean returnToTsc) {

  /** What is done. */
  public enum Mode {
    /** Nothing is decided. */
    OFF,
    /** It is said what would be done, and why. */
    ADVISE,
    /** It is done. */
    ACT
  }
}
