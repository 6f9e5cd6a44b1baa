package io.tscwatch.bench.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * How values spread. Quantiles are values that occurred: the smallest with at least that share of
 * all values at or below it (the nearest-rank definition).
 *
 * @param count how many values
 * @param minimum the smallest
 * @param quarter the 25th percentile
 * @param median the 50th percentile
 * @param threeQuarters the 75th percentile
 * @param p99 the 99th percentile
 * @param maximum the largest
 */
public record Spread(
    int count,
    double minimum,
    double quarter,
    double median,
    double threeQuarters,
    double p99,
    double maximum) {

  /** No values: every figure is NaN. */
  public static final Spread EMPTY =
      new Spread(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /** The spread of some values, in any order. */
  public static Spread of(double... values) {
    if (values.length == 0) {
      return EMPTY;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Spread(
        sorted.length,
        sorted[0],
        at(sorted, 0.25),
        at(sorted, 0.5),
        at(sorted, 0.75),
        at(sorted, 0.99),
        sorted[sorted.length - 1]);
  }

  /** The spread of some values, in any order. */
  public static Spread of(List<? extends Number> values) {
    return of(values.stream().mapToDouble(Number::doubleValue).toArray());
  }

  /** The quantile of sorted values by nearest rank. */
  static double at(double[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
