package io.tscwatch.bench.plot;

/**
 * One value of a series.
 *
 * @param x where
 * @param y what
 * @param low lower end of its error bar; equal to {@code y}: none
 * @param high upper end of its error bar
 */
public record Point(double x, double y, double low, double high) {

  /** A value without an error bar. */
  public Point(double x, double y) {
    this(x, y, y, y);
  }
}
