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
