package io.tscwatch.bench.plot;

import java.util.OptionalDouble;

/**
 * One axis.
 *
 * @param label what it shows, with its unit
 * @param logarithmic decades of equal length; values must then be above 0
 * @param minimum where it begins; empty: at the smallest value
 * @param maximum where it ends; empty: at the largest value
 */
public record Axis(
    String label, boolean logarithmic, OptionalDouble minimum, OptionalDouble maximum) {

  /** Equal steps of equal length, from the smallest value to the largest. */
  public static Axis linear(String label) {
    return new Axis(label, false, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** Decades of equal length, from the smallest value to the largest. */
  public static Axis logarithmic(String label) {
    return new Axis(label, true, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** The same axis with its ends set. */
  public Axis from(double begin, double end) {
    return new Axis(label, logarithmic, OptionalDouble.of(begin), OptionalDouble.of(end));
  }
}
