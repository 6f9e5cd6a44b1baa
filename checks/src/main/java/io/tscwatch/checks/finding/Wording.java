package io.tscwatch.checks.finding;

import io.tscwatch.checks.topology.CpuSet;
import java.util.Locale;

/** Numbers and CPU lists as a sentence has them. Exact up to the digits shown, rounded half up. */
public final class Wording {

  private static final long[] NANOS = {1_000_000_000L, 1_000_000L, 1_000L};
  private static final String[] UNITS = {"s", "ms", "us"};

  private Wording() {}

  /** {@code CPU 3} or {@code CPUs 0-2,7}. */
  public static String cpus(CpuSet cpus) {
    return (cpus.size() == 1 ? "CPU " : "CPUs ") + cpus;
  }

  /** {@code The TSC of CPU 3} or {@code The TSCs of CPUs 4-7}. */
  public static String theTscs(CpuSet cpus) {
    return (cpus.size() == 1 ? "The TSC of " : "The TSCs of ") + cpus(cpus);
  }

  /** {@code is} or {@code are}, for the CPUs before it. */
  public static String are(CpuSet cpus) {
    return cpus.size() == 1 ? "is" : "are";
  }

  /** {@code 192 ns}, {@code 38.4 us}, {@code 1.2 s}: whole nanoseconds up to 10 us. */
  public static String nanos(long nanos) {
    if (Math.abs(nanos) >= 10_000) {
      for (int i = 0; i < NANOS.length; i++) {
        if (Math.abs(nanos) >= NANOS[i]) {
          return tenths(nanos, NANOS[i]) + " " + UNITS[i];
        }
      }
    }
    return nanos + " ns";
  }

  /** A rate in the unit that suits it: {@code 12.3 ppb}, {@code 1.0 ppm}. */
  public static String rate(long picosPerSecond) {
    long magnitude = Math.abs(picosPerSecond);
    if (magnitude >= 1_000_000) {
      return tenths(picosPerSecond, 1_000_000) + " ppm";
    }
    if (magnitude >= 1_000) {
      return tenths(picosPerSecond, 1_000) + " ppb";
    }
    return String.format(Locale.ROOT, "%s0.%03d ppb", picosPerSecond < 0 ? "-" : "", magnitude);
  }

  private static String tenths(long value, long unit) {
    long magnitude = Math.abs(value);
    // Split first: a large value times ten would not fit.
    long tenths = magnitude / unit * 10 + (magnitude % unit * 10 + unit / 2) / unit;
    return (value < 0 ? "-" : "") + tenths / 10 + "." + tenths % 10;
  }
}
