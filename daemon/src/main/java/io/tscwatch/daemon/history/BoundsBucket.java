package io.tscwatch.daemon.history;

/**
 * The certified bounds of one CPU's offset during a span of time, from every exchange that measured
 * it then. Nanoseconds, rounded outward. If the offset did not change, it was within {@code
 * [lowerMax, upperMin]}; whatever it did, within {@code [lowerMin, upperMax]}.
 *
 * @param spanSeconds how long the span is
 * @param startSeconds when it began, seconds since 1970
 * @param cpu Linux CPU number
 * @param reference the CPU that it is against; a positive offset means that {@code cpu} is ahead
 * @param samples how many times new evidence gave bounds
 * @param lowerMinNanos least lower bound
 * @param lowerMaxNanos greatest lower bound
 * @param upperMinNanos least upper bound
 * @param upperMaxNanos greatest upper bound
 * @param widthMinNanos the narrowest
 * @param widthMaxNanos the widest
 */
public record BoundsBucket(
    long spanSeconds,
    long startSeconds,
    int cpu,
    int reference,
    long samples,
    long lowerMinNanos,
    long lowerMaxNanos,
    long upperMinNanos,
    long upperMaxNanos,
    long widthMinNanos,
    long widthMaxNanos) {

  /** Of one pair of bounds. */
  static BoundsBucket ofSample(
      long spanSeconds,
      long startSeconds,
      int cpu,
      int reference,
      long lower,
      long upper,
      long width) {
    return new BoundsBucket(
        spanSeconds, startSeconds, cpu, reference, 1, lower, lower, upper, upper, width, width);
  }

  /** Both together, as the earlier one's span; CPU and reference must be the same. */
  BoundsBucket plus(BoundsBucket later) {
    if (cpu != later.cpu || reference != later.reference) {
      throw new IllegalArgumentException("buckets of different CPUs: " + this + ", " + later);
    }
    return new BoundsBucket(
        spanSeconds,
        startSeconds,
        cpu,
        reference,
        samples + later.samples,
        Math.min(lowerMinNanos, later.lowerMinNanos),
        Math.max(lowerMaxNanos, later.lowerMaxNanos),
        Math.min(upperMinNanos, later.upperMinNanos),
        Math.max(upperMaxNanos, later.upperMaxNanos),
        Math.min(widthMinNanos, later.widthMinNanos),
        Math.max(widthMaxNanos, later.widthMaxNanos));
  }
}
