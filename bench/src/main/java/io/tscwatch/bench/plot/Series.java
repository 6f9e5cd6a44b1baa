package io.tscwatch.bench.plot;

import java.util.List;

/**
 * Values that belong together, joined by a line.
 *
 * @param name for the legend
 * @param points in ascending order of x
 */
public record Series(String name, List<Point> points) {

  public Series {
    points = List.copyOf(points);
  }
}
