package io.tscwatch.checks.schedule;

/**
 * The width of one pair's interval, measured alone or among others.
 *
 * @param pair the pair
 * @param parallel true if the other pairs of its round ran at the same time
 * @param widthCycles upper minus lower bound of the offset, in TSC cycles, 0 or more
 */
public record WidthSample(CpuPair pair, boolean parallel, long widthCycles) {

  public WidthSample {
    if (widthCycles < 0) {
      throw new IllegalArgumentException("a width of " + widthCycles + " cycles");
    }
  }
}
