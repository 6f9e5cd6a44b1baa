package io.tscwatch.bench.laboratory;

import io.tscwatch.checks.bounds.OffsetBounds;
import java.util.List;
import java.util.Optional;

/**
 * What one run answered.
 *
 * @param measured false if a side saw nothing of the other; then nothing else counts
 * @param bounds the offset of B against A, from methods that bound it
 * @param proven the method says that the counters disagree
 * @param samples looks at the counter that the method compared, both sides together
 * @param nanos how long it really took
 * @param steps how the interval narrowed, for variants only
 */
public record RunAnswer(
    boolean measured,
    Optional<OffsetBounds> bounds,
    boolean proven,
    long samples,
    long nanos,
    List<Step> steps) {

  public RunAnswer {
    steps = List.copyOf(steps);
  }

  /**
   * The interval became narrower.
   *
   * @param nanos since the start of the run
   * @param widthCycles from then on
   */
  public record Step(long nanos, long widthCycles) {}
}
