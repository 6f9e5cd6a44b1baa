package io.tscwatch.bench.width;

import io.tscwatch.bench.statistics.Spread;
import java.util.List;

/**
 * Widths by pair, load and length of the run.
 *
 * @param rows one for each
 * @param floorNanos the length of the runs that show the floor of the moment
 */
public record WidthResult(List<Row> rows, long floorNanos) {

  public WidthResult {
    rows = List.copyOf(rows);
  }

  /**
   * Runs of one length.
   *
   * @param pair such as {@code 0-1}
   * @param distance how near the two CPUs are
   * @param loaded beside a hog on each CPU
   * @param nanos how long a run was
   * @param widthCycles of the interval
   * @param ratio of the width to that of the long run of the same turn
   * @param floorCycles width of the long runs of the same turns
   */
  public record Row(
      String pair,
      String distance,
      boolean loaded,
      long nanos,
      Spread widthCycles,
      Spread ratio,
      Spread floorCycles) {}
}
