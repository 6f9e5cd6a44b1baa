package io.tscwatch.checks.kvm.migration;

/**
 * A guest's clocks at one instant on one host, as KVM_GET_CLOCK gives them together.
 *
 * @param hostTscCycles the host's TSC, as unsigned 64 bits
 * @param realtimeNanos the host's CLOCK_REALTIME since 1970
 * @param guestTscCycles the guest's TSC, as unsigned 64 bits
 * @param tscKilohertz the guest's TSC frequency (KVM_GET_TSC_KHZ), 1 to 2^32 - 1
 * @param kvmclockNanos the guest's kvmclock
 * @param scale how the host's TSC becomes the guest's
 */
public record MigrationRecord(
    long hostTscCycles,
    long realtimeNanos,
    long guestTscCycles,
    long tscKilohertz,
    long kvmclockNanos,
    TscScale scale) {

  /** KVM holds it in 32 bits. */
  public static final long LARGEST_KILOHERTZ = (1L << 32) - 1;

  /**
   * A record.
   *
   * @throws IllegalArgumentException if a time is negative or the frequency out of range
   */
  public MigrationRecord {
    if (realtimeNanos < 0 || kvmclockNanos < 0) {
      throw new IllegalArgumentException("a time is negative");
    }
    if (tscKilohertz < 1 || tscKilohertz > LARGEST_KILOHERTZ) {
      throw new IllegalArgumentException(
          "the TSC frequency is " + tscKilohertz + " kHz; it has to be 1 to " + LARGEST_KILOHERTZ);
    }
  }

  /** KVM_VCPU_TSC_OFFSET of this instant, modulo 2^64 as the hardware adds it. */
  public long offsetCycles() {
    return guestTscCycles - scale.scale(hostTscCycles);
  }
}
