package io.tscwatch.checks.kvm.migration;

/**
 * Why two records give no answer. An answer that might be wrong would set a guest's TSC wrong.
 *
 * @param kind which of the known reasons
 * @param sentence with the numbers
 */
public record Refusal(Kind kind, String sentence) {

  /** The reasons. */
  public enum Kind {
    /** The guest's TSC frequency is not the same: the formula has one. */
    FREQUENCY_MISMATCH,
    /** The destination's CLOCK_REALTIME is before the source's. */
    DESTINATION_EARLIER,
    /** The destination's kvmclock is before the source's. */
    KVMCLOCK_WENT_BACK,
    /** CLOCK_REALTIME and kvmclock do not agree on how long it took. */
    CLOCKS_SET_MEANWHILE,
    /** The time between the records has more cycles than 63 bits hold. */
    ELAPSED_OVERFLOW,
    /** The guest's TSC would pass 2^64. */
    GUEST_TSC_OVERFLOW
  }
}
