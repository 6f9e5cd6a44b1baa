package io.tscwatch.checks.linux;

/** CLOCK_BOOTTIME: time since boot, suspend included, which no clock of the JDK is. */
public final class BootClock {

  /** linux/time.h */
  private static final int CLOCK_BOOTTIME = 7;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private BootClock() {}

  /**
   * Nanoseconds since boot. Safe for use by many threads.
   *
   * @throws IllegalStateException if the kernel has no such clock (before Linux 2.6.39)
   */
  public static long nanos() {
    long[] timespec = new long[2];
    if (LibC.clock_gettime(CLOCK_BOOTTIME, timespec) != 0) {
      throw new IllegalStateException("CLOCK_BOOTTIME: " + LibC.describe(LibC.errno()));
    }
    return timespec[0] * NANOS_PER_SECOND + timespec[1];
  }
}
