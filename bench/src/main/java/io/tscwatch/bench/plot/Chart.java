package io.tscwatch.bench.plot;

import java.util.List;
import java.util.Optional;

/**
 * A line chart.
 *
 * @param title what is shown, a few words
 * @param description a sentence for those who cannot see it
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series at most as many as there are {@link Style}s
 * @param level a horizontal line that means something, such as a goal
 */
public record Chart(
    String title, String description, Axis x, Axis y, List<Series> series, Optional<Level> level) {

  public Chart {
    series = List.copyOf(series);
    if (series.size() > Style.values().length) {
      throw new IllegalArgumentException(
          series.size() + " series cannot be told apart, only " + Style.values().length);
    }
  }

  /**
   * A horizontal line.
   *
   * @param y where
   * @param name what it means
   */
  public record Level(double y, String name) {}
}
