package io.tscwatch.checks.linux;

import java.util.OptionalLong;

/**
 * What the kernel's clocksource watchdog tolerates of the TSC, kernel/time/clocksource.c.
 *
 * <p>It compares the TSC with another clock every half second. Until 5.12 it allowed {@code
 * WATCHDOG_THRESHOLD (NSEC_PER_SEC >> 4)}. Since 5.13 it allows the sum of two margins, each {@code
 * 2 * WATCHDOG_MAX_SKEW}: 50 us there, 100 us from 5.15 (5.15.5 and its like), 125 us from 6.3 on
 * unless CONFIG_CLOCKSOURCE_WATCHDOG_MAX_SKEW_US says otherwise. The rewrite in 7.0 allows {@code
 * delta >> 11} and the readout's duration. Distributions port these back and forth.
 *
 * @param skewNanos the largest difference in one interval
 * @param intervalNanos the interval
 * @param readoutNanos a readout that takes longer is not used
 * @param attempts how often a readout is tried before it counts against somebody
 * @param rule which rule this is, in a few words
 */
public record WatchdogLimit(
    long skewNanos, long intervalNanos, long readoutNanos, int attempts, String rule) {

  private static final long INTERVAL_NANOS = 500_000_000L;
  private static final long PICOS_PER_UNIT = 1_000_000_000_000L;

  /**
   * The limit of a kernel.
   *
   * @param maxSkewMicros what it was built with ({@link KernelConfiguration}); the default of its
   *     version if that is not known
   */
  public static WatchdogLimit of(KernelVersion version, OptionalLong maxSkewMicros) {
    boolean fixed = version.atLeast(7, 0) || !version.atLeast(5, 13);
    return fixed || maxSkewMicros.isEmpty()
        ? ofDefaults(version)
        : ofMaxSkew(1000 * maxSkewMicros.getAsLong(), KernelConfiguration.MAX_SKEW);
  }

  private static WatchdogLimit ofDefaults(KernelVersion version) {
    if (version.atLeast(7, 0)) {
      return new WatchdogLimit(
          INTERVAL_NANOS >> 11,
          INTERVAL_NANOS,
          50_000,
          3,
          "interval / 2048, and the readout (7.0 and later)");
    }
    if (version.atLeast(6, 3)) {
      return ofMaxSkew(125_000, "6.3 and later, default settings");
    }
    if (version.atLeast(5, 15)) {
      return ofMaxSkew(100_000, "5.15 to 6.2, default settings");
    }
    if (version.atLeast(5, 13)) {
      return ofMaxSkew(50_000, "5.13 and 5.14, default settings");
    }
    // Before 5.13 no readout was timed: one that was slow was skew.
    return new WatchdogLimit(
        1_000_000_000L >> 4, INTERVAL_NANOS, 1_000_000_000L >> 4, 1, "1/16 s (until 5.12)");
  }

  private static WatchdogLimit ofMaxSkew(long maxSkewNanos, String whose) {
    return new WatchdogLimit(
        4 * maxSkewNanos,
        INTERVAL_NANOS,
        maxSkewNanos,
        4,
        "4 x " + maxSkewNanos / 1000 + " us in 0.5 s (" + whose + ")");
  }

  /** The limit as a rate, cut to whole picoseconds a second. */
  public long picosPerSecond() {
    return PICOS_PER_UNIT / intervalNanos * skewNanos;
  }
}
