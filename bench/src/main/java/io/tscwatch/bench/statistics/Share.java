package io.tscwatch.bench.statistics;

/**
 * A share of runs, with what it says of the probability behind it.
 *
 * @param hits runs that did
 * @param runs all runs
 */
public record Share(int hits, int runs) {

  /** The two-sided 95 % point of the normal distribution. */
  private static final double Z = 1.959964;

  public Share {
    if (hits < 0 || hits > runs) {
      throw new IllegalArgumentException(hits + " of " + runs);
    }
  }

  /** 0 to 1; NaN without runs. */
  public double value() {
    return runs == 0 ? Double.NaN : (double) hits / runs;
  }

  /** Lower end of the Wilson interval of 95 % confidence. */
  public double lower() {
    return runs == 0 ? 0 : Math.max(0, centre() - halfWidth());
  }

  /** Upper end of the Wilson interval of 95 % confidence. */
  public double upper() {
    return runs == 0 ? 1 : Math.min(1, centre() + halfWidth());
  }

  private double centre() {
    return (value() + Z * Z / (2 * runs)) / (1 + Z * Z / runs);
  }

  private double halfWidth() {
    double p = value();
    return Z / (1 + Z * Z / runs) * Math.sqrt(p * (1 - p) / runs + Z * Z / (4.0 * runs * runs));
  }
}
