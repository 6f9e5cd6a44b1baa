package io.tscwatch.checks.kvm.host;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code struct kvm_clock_data}, as KVM_GET_CLOCK returned it (Documentation/virt/kvm/api.rst).
 *
 * @param kvmclockNanos the machine's kvmclock
 * @param flags KVM_CLOCK_*, see {@link #flagNames()}
 * @param realtimeNanos the host's CLOCK_REALTIME of the same instant, with {@link #hasRealtime()}
 * @param hostTscCycles the host's TSC of the same instant, with {@link #hasHostTsc()}
 * @param tscBeforeCycles the host's TSC as this program read it before the call
 * @param tscAfterCycles and after it
 */
public record ClockReading(
    long kvmclockNanos,
    long flags,
    long realtimeNanos,
    long hostTscCycles,
    long tscBeforeCycles,
    long tscAfterCycles) {

  private static final int TSC_STABLE_BIT = 1;
  private static final int REALTIME_BIT = 2;
  private static final int HOST_TSC_BIT = 3;

  /** KVM_CLOCK_TSC_STABLE among the flags that KVM_CAP_ADJUST_CLOCK says can be returned. */
  static final long TSC_STABLE = 1L << TSC_STABLE_BIT;

  /**
   * KVM_CLOCK_TSC_STABLE: "the returned value is the exact kvmclock value seen by all VCPUs at the
   * instant when KVM_GET_CLOCK was called".
   */
  public boolean tscStable() {
    return has(TSC_STABLE_BIT);
  }

  /** KVM_CLOCK_REALTIME: the host's time was read with the clock. */
  public boolean hasRealtime() {
    return has(REALTIME_BIT);
  }

  /** KVM_CLOCK_HOST_TSC: the host's TSC was read with the clock. */
  public boolean hasHostTsc() {
    return has(HOST_TSC_BIT);
  }

  private boolean has(int bit) {
    return (flags >>> bit & 1) != 0;
  }

  /** The flags by name; an unknown one as {@code bit N}. */
  public List<String> flagNames() {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      if (has(bit)) {
        names.add(
            switch (bit) {
              case TSC_STABLE_BIT -> "KVM_CLOCK_TSC_STABLE";
              case REALTIME_BIT -> "KVM_CLOCK_REALTIME";
              case HOST_TSC_BIT -> "KVM_CLOCK_HOST_TSC";
              default -> "bit " + bit;
            });
      }
    }
    return List.copyOf(names);
  }
}
