package io.tscwatch.bench.statistics;

import java.util.List;

/**
 * A cost that grows with size as {@code factor * size^exponent}.
 *
 * @param factor the cost at size 1
 * @param exponent 1 for a cost that doubles with the size, 2 for one that is then four times as
 *     high
 */
public record PowerLaw(double factor, double exponent) {

  /**
   * One measurement.
   *
   * @param size above 0
   * @param cost above 0
   */
  public record Point(double size, double cost) {}

  /**
   * The least-squares line through the logarithms.
   *
   * @param points at least two of different size; those without a cost are left out
   */
  public static PowerLaw fit(List<Point> points) {
    List<Point> usable = points.stream().filter(p -> p.size() > 0 && p.cost() > 0).toList();
    if (usable.stream().mapToDouble(Point::size).distinct().count() < 2) {
      throw new IllegalArgumentException("no line through fewer than two sizes");
    }
    double meanX = usable.stream().mapToDouble(p -> Math.log(p.size())).average().orElseThrow();
    double meanY = usable.stream().mapToDouble(p -> Math.log(p.cost())).average().orElseThrow();
    double covariance = 0;
    double variance = 0;
    for (Point point : usable) {
      double x = Math.log(point.size()) - meanX;
      covariance += x * (Math.log(point.cost()) - meanY);
      variance += x * x;
    }
    double exponent = covariance / variance;
    return new PowerLaw(Math.exp(meanY - exponent * meanX), exponent);
  }
}
