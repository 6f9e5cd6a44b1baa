package io.tscwatch.checks.klog;

import java.util.Optional;

/**
 * What a kernel says happened to the TSC. The codes are stable for ever.
 *
 * <p>They follow who speaks: {@code watchdog-*} is the clocksource watchdog
 * (kernel/time/clocksource.c), {@code warp-*} and {@code tsc-adjust-*} the test of two CPUs
 * (arch/x86/kernel/tsc_sync.c), {@code tsc-*} the TSC's own code (arch/x86/kernel/tsc.c).
 *
 * <p>What the watchdog says of another clock than {@code tsc} or {@code tsc-early} gives no event.
 */
public enum KernelEventCode {
  /**
   * The kernel declared the TSC unstable, until reboot: "Marking TSC unstable due to REASON". Also
   * KVM's "SMP vm created on host with unstable TSC", which is said by a host that did so before.
   */
  TSC_MARKED_UNSTABLE("tsc-marked-unstable"),
  /**
   * The watchdog found the TSC's interval to differ from its reference clock's by more than its
   * limit, or the TSCs of two CPUs out of order. It marks the clocksource unstable in the same
   * breath. Until Linux 4.0 the whole report is "Clocksource tsc unstable (delta = N ns)".
   */
  WATCHDOG_SKEW("watchdog-skew"),
  /**
   * Reading the watchdog's clocks took longer than its limit, whether the kernel marked the TSC
   * unstable for it (5.13 to 6.x: "marking unstable"), tried again ("retried N times before
   * success") or gave up until later ("read timed out").
   */
  WATCHDOG_READBACK_DELAY("watchdog-readback-delay"),
  /** The watchdog left out a check, because of a slow readout or a long interval; no judgement. */
  WATCHDOG_SKIPPED("watchdog-skipped"),
  /** The test of two CPUs saw time go backwards by so many cycles; the TSC was turned off. */
  WARP_MEASURED("warp-measured"),
  /** The same test saw time go backwards on both CPUs, so that no adjustment can help. */
  WARP_RANDOM("warp-random"),
  /** TSC_ADJUST of a package's first CPU was not zero at boot: the firmware wrote a TSC. */
  TSC_ADJUST_BOOT_NONZERO("tsc-adjust-boot-nonzero"),
  /** TSC_ADJUST differed between CPUs of one socket at boot; said once, all are made equal. */
  TSC_ADJUST_DIFFERS_IN_SOCKET("tsc-adjust-differs-in-socket"),
  /** TSC_ADJUST had changed while running, or over a suspend; the kernel wrote it back. */
  TSC_ADJUST_RESTORED("tsc-adjust-restored"),
  /** The kernel moved a CPU's TSC to compensate a warp that it had measured. */
  TSC_ADJUST_COMPENSATED("tsc-adjust-compensated"),
  /**
   * The timekeeper took another clocksource, among those that an x86 machine or guest can have. No
   * finding in itself: every boot has some.
   */
  CLOCKSOURCE_SWITCHED("clocksource-switched"),
  /**
   * The boot calibration stated the TSC's frequency ("Detected N MHz processor", "Detected N MHz
   * TSC") or its method ("Fast TSC calibration using PIT"); lines of one calibration are one event.
   * A calibration that failed gives nothing, for the kernel goes on to try another.
   */
  TSC_CALIBRATED("tsc-calibrated"),
  /** The calibration was repeated against HPET or PM timer, over a second or more. */
  TSC_REFINED("tsc-refined"),
  /** The scheduler's clock stopped to rely on the TSC; follows a late tsc-marked-unstable. */
  SCHED_CLOCK_UNSTABLE("sched-clock-unstable"),
  /** Another complaint about what firmware or hypervisor did to the TSC or says of it. */
  TSC_FIRMWARE_BUG_OTHER("tsc-firmware-bug-other");

  private final String code;

  KernelEventCode(String code) {
    this.code = code;
  }

  /** The code as it is written everywhere, such as {@code watchdog-skew}. */
  public String code() {
    return code;
  }

  /** The code written exactly so; empty if there is none. */
  public static Optional<KernelEventCode> find(String text) {
    for (KernelEventCode candidate : values()) {
      if (candidate.code.equals(text)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return code;
  }
}
