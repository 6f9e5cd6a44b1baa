package io.tscwatch.checks.schedule;

/**
 * Two different CPUs, in no order.
 *
 * @param lower the smaller Linux CPU number
 * @param higher the larger one
 */
public record CpuPair(int lower, int higher) implements Comparable<CpuPair> {

  public CpuPair {
    if (lower < 0 || lower >= higher) {
      throw new IllegalArgumentException("not a pair of CPUs: " + lower + ", " + higher);
    }
  }

  /**
   * The pair of two CPUs, in whichever order they are named.
   *
   * @throws IllegalArgumentException if they are the same CPU or negative
   */
  public static CpuPair of(int cpuA, int cpuB) {
    return new CpuPair(Math.min(cpuA, cpuB), Math.max(cpuA, cpuB));
  }

  /**
   * By hand, as {@link #hashCode}: the watch looks pairs up with each exchange, and a record's own
   * are made of method handles, ten times as dear as long as they are not compiled.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof CpuPair pair && lower == pair.lower && higher == pair.higher;
  }

  @Override
  public int hashCode() {
    return 31 * lower + higher;
  }

  @Override
  public int compareTo(CpuPair other) {
    int byLower = Integer.compare(lower, other.lower);
    return byLower != 0 ? byLower : Integer.compare(higher, other.higher);
  }

  /** As the user writes it: {@code 0-5}. */
  @Override
  public String toString() {
    return lower + "-" + higher;
  }
}
