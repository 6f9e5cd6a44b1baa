package io.tscwatch.checks.klog;

/**
 * The numbers and words of a kernel message that only its own kind has. Cycles are signed: the
 * kernel prints TSC_ADJUST and warps as signed 64-bit numbers.
 */
public sealed interface KernelDetail {

  /** Nothing more than the event itself says. */
  record None() implements KernelDetail {}

  /**
   * Why the TSC was marked unstable, or its asynchronous resets were, in the kernel's own words.
   */
  record Reason(String words) implements KernelDetail {}

  /**
   * The two intervals that the watchdog compared.
   *
   * @param clockNanos what the judged clock counted; its skew is this minus {@code watchdogNanos}
   * @param watchdogNanos what the reference counted
   */
  record Intervals(long clockNanos, long watchdogNanos) implements KernelDetail {}

  /**
   * The watchdog saw the TSCs of different CPUs out of order.
   *
   * @param cycles by how much at least; 0 if the kernel did not say
   */
  record InterCpuSkew(long cycles) implements KernelDetail {}

  /**
   * A readout that took too long.
   *
   * @param nanos how long; 0 if the kernel did not say
   * @param markedUnstable whether the kernel marked the TSC unstable for it
   */
  record Readout(long nanos, boolean markedUnstable) implements KernelDetail {}

  /** The largest step backwards that the test of two CPUs saw. */
  record Warp(long cycles) implements KernelDetail {}

  /**
   * TSC_ADJUST as the firmware left it.
   *
   * @param forcedToZero false where the kernel may not touch it (SGI UV)
   */
  record BootAdjust(long cycles, boolean forcedToZero) implements KernelDetail {}

  /**
   * TSC_ADJUST that changed.
   *
   * @param expectedCycles what the kernel had set, and has now written back
   * @param foundCycles what it found
   */
  record Restored(long expectedCycles, long foundCycles) implements KernelDetail {}

  /**
   * A warp that was compensated.
   *
   * @param warpCycles the warp that was observed
   * @param adjustCycles TSC_ADJUST afterwards
   */
  record Compensated(long warpCycles, long adjustCycles) implements KernelDetail {}

  /** A frequency that was measured or read. */
  record Frequency(long kilohertz) implements KernelDetail {}

  /** Nothing more to say. */
  KernelDetail NONE = new None();
}
