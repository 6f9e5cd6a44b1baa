package io.tscwatch.bench.laboratory;

/**
 * One run of a plan.
 *
 * @param method how the two counters are compared
 * @param variant of the loop; {@link Variant#PLAIN} for every method but {@link Method#VARIANT}
 * @param nanos how long both sides measure, up to a minute
 * @param offsetCycles planted: cycles added to every reading of CPU B
 */
public record PlannedRun(Method method, Variant variant, long nanos, long offsetCycles) {

  private static final long LONGEST_NANOS = 60_000_000_000L;

  public PlannedRun {
    if (nanos <= 0 || nanos > LONGEST_NANOS) {
      throw new IllegalArgumentException("a run of " + nanos + " ns");
    }
    if (variant != Variant.PLAIN && method != Method.VARIANT) {
      throw new IllegalArgumentException(method + " has no variant " + variant);
    }
  }

  /** A run of one of the methods. */
  public static PlannedRun of(Method method, long nanos, long offsetCycles) {
    return new PlannedRun(method, Variant.PLAIN, nanos, offsetCycles);
  }

  /** A run of a variant of the exchange's loop, with nothing planted. */
  public static PlannedRun of(Variant variant, long nanos) {
    return new PlannedRun(Method.VARIANT, variant, nanos, 0);
  }
}
