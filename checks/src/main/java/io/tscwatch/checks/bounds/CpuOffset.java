package io.tscwatch.checks.bounds;

/**
 * One CPU's counter against the reference CPU's.
 *
 * @param cpu Linux CPU number
 * @param reference Linux CPU number of the reference; a positive offset means that {@code cpu} is
 *     ahead of it
 * @param bounds the certified interval
 * @param estimateCycles the middle of it: assumes equal delays both ways, never a bound
 * @param resolutionCycles what cannot be resolved: the width of the interval, or the step of the
 *     counter where that is more
 * @param direct both ends come from the exchange of this very pair, not through other CPUs
 */
public record CpuOffset(
    int cpu,
    int reference,
    OffsetBounds bounds,
    long estimateCycles,
    long resolutionCycles,
    boolean direct) {

  /** The offset with these bounds, {@code stepCycles} being the coarser of the two counters'. */
  public static CpuOffset of(
      int cpu, int reference, OffsetBounds bounds, long stepCycles, boolean direct) {
    return new CpuOffset(
        cpu,
        reference,
        bounds,
        bounds.estimateCycles(),
        Math.max(bounds.widthCycles(), stepCycles),
        direct);
  }
}
