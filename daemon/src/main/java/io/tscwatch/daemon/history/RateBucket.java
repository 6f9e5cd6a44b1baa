package io.tscwatch.daemon.history;

/**
 * The certified rate of the TSC against one other clock during a span of time, from every look at
 * it then: by how much the TSC runs fast (positive) or slow, in picoseconds per second. If the rate
 * did not change, it was within {@code [minGreatest, maxLeast]}; whatever it did, within {@code
 * [minLeast, maxGreatest]}.
 *
 * @param spanSeconds how long the span is
 * @param startSeconds when it began, seconds since 1970
 * @param witness the clock's name, such as {@code hpet}
 * @param samples how many looks gave an interval
 * @param minLeast the least lower end, picoseconds per second
 * @param minGreatest the greatest lower end
 * @param maxLeast the least upper end
 * @param maxGreatest the greatest upper end
 */
public record RateBucket(
    long spanSeconds,
    long startSeconds,
    String witness,
    long samples,
    long minLeast,
    long minGreatest,
    long maxLeast,
    long maxGreatest) {

  /** Of one interval. */
  static RateBucket ofSample(
      long spanSeconds, long startSeconds, String witness, long min, long max) {
    return new RateBucket(spanSeconds, startSeconds, witness, 1, min, min, max, max);
  }

  /** Both together, as the earlier one's span; the witness must be the same. */
  RateBucket plus(RateBucket later) {
    if (!witness.equals(later.witness)) {
      throw new IllegalArgumentException("buckets of two clocks: " + this + ", " + later);
    }
    return new RateBucket(
        spanSeconds,
        startSeconds,
        witness,
        samples + later.samples,
        Math.min(minLeast, later.minLeast),
        Math.max(minGreatest, later.minGreatest),
        Math.min(maxLeast, later.maxLeast),
        Math.max(maxGreatest, later.maxGreatest));
  }
}
