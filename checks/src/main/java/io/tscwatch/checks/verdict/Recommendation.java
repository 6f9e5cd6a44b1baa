package io.tscwatch.checks.verdict;

/**
 * What to do, from the verdict.
 *
 * @param topic what it is about
 * @param sentence what to do or to leave, and why
 */
public record Recommendation(Topic topic, String sentence) {

  /** What a recommendation is about. */
  public enum Topic {
    /** /sys/devices/system/clocksource/clocksource0/current_clocksource. */
    CLOCKSOURCE("clocksource"),
    /** The boot parameter {@code tsc=}. */
    TSC_PARAMETER("tsc= boot parameter"),
    /** PVCLOCK_TSC_STABLE_BIT, granted by a KVM host to its guests. */
    KVMCLOCK("kvmclock stability"),
    /** Programs that read the counter themselves. */
    RDTSC("programs that use RDTSC");

    private final String label;

    Topic(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
