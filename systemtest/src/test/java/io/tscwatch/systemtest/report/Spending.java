package io.tscwatch.systemtest.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run's time goes into besides what is asserted: disks, boots, starts of the service,
 * commands. Safe for use by many threads; what runs at the same time counts twice.
 */
public final class Spending {

  private static final Map<String, Sum> SUMS = new LinkedHashMap<>();

  private record Sum(int times, Duration took) {

    Sum plus(Sum other) {
      return new Sum(times + other.times, took.plus(other.took));
    }
  }

  private Spending() {}

  /** Adds one. */
  public static void add(String what, long sinceNanos) {
    Duration took = Duration.ofNanos(System.nanoTime() - sinceNanos);
    synchronized (SUMS) {
      SUMS.merge(what, new Sum(1, took), Sum::plus);
    }
  }

  /** A line for each kind, in the order in which they came first. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    synchronized (SUMS) {
      SUMS.forEach((what, sum) -> lines.add(line(sum.took(), what + ", " + sum.times())));
    }
    return lines;
  }

  static String line(Duration took, String what) {
    return String.format(Locale.ROOT, "  %7.1f s  %s", took.toMillis() / 1000.0, what);
  }
}
