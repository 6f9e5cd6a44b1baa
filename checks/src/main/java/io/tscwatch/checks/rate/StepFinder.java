package io.tscwatch.checks.rate;

import io.tscwatch.checks.bounds.OffsetBounds;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * When, and how far, the offset left its straight line.
 *
 * <p>The shortest run of last observations that no line satisfies proves that the change was within
 * its time. If it was one step, with the same rate before and after, it lies between two neighbours
 * of that run; for each such gap, the lines before it predict the offset after it, and the
 * difference to what was observed bounds the step. The answer covers every gap.
 */
final class StepFinder {

  private static final BigInteger LIMIT = BigInteger.valueOf(OffsetBounds.LIMIT_CYCLES);

  private final LineSet older;
  private final List<OffsetObservation> recent;

  private StepFinder(LineSet older, List<OffsetObservation> recent) {
    this.older = older;
    this.recent = recent;
  }

  /**
   * Dates and measures a contradiction.
   *
   * @param older the lines through everything before {@code recent}
   * @param recent the last observations in order of time; with {@code older} contradictory, without
   *     the last one not
   */
  static RateResult.Contradicted find(LineSet older, List<OffsetObservation> recent) {
    StepFinder finder = new StepFinder(older, recent);
    long toCycles = recent.get(recent.size() - 1).untilCycles();
    int first = finder.lastStartOfContradiction();
    if (first < 0) {
      return new RateResult.Contradicted(older.sinceCycles(), toCycles, Optional.empty());
    }
    return new RateResult.Contradicted(
        recent.get(first).sinceCycles(), toCycles, finder.stepAfter(first));
  }

  /** The latest index from which on the observations contradict each other; -1 if none. */
  private int lastStartOfContradiction() {
    LineSet lines = new LineSet();
    for (int k = recent.size() - 1; k >= 0; k--) {
      lines.add(recent.get(k));
      if (lines.contradictory()) {
        return k;
      }
    }
    return -1;
  }

  private Optional<OffsetBounds> stepAfter(int first) {
    LineSet before = older.copy();
    recent.subList(0, first).forEach(before::add);
    Optional<OffsetBounds> step = Optional.empty();
    for (int gap = first + 1; gap < recent.size(); gap++) {
      before.add(recent.get(gap - 1));
      if (!(before.result() instanceof RateResult.Bounded bounded)) {
        return Optional.empty();
      }
      Optional<OffsetBounds> here = stepIn(gap, bounded.band());
      if (here.isPresent()) {
        step = Optional.of(step.map(other -> hull(other, here.get())).orElseGet(here::get));
      }
    }
    return step;
  }

  /** What every observation from the gap on allows; empty if the step cannot have been there. */
  private Optional<OffsetBounds> stepIn(int gap, LineBand before) {
    BigInteger lower = LIMIT.negate();
    BigInteger upper = LIMIT;
    for (OffsetObservation after : recent.subList(gap, recent.size())) {
      // Boxes that overlap the time before the step are no prediction: left out, which is sound.
      if (after.upperEarliestCycles() - before.untilCycles() >= 0) {
        long low =
            Math.min(
                before.offsetAt(after.upperEarliestCycles()).lowerCycles(),
                before.offsetAt(after.upperLatestCycles()).lowerCycles());
        upper = upper.min(difference(after.upperCycles(), low));
      }
      if (after.lowerEarliestCycles() - before.untilCycles() >= 0) {
        long high =
            Math.max(
                before.offsetAt(after.lowerEarliestCycles()).upperCycles(),
                before.offsetAt(after.lowerLatestCycles()).upperCycles());
        lower = lower.max(difference(after.lowerCycles(), high));
      }
    }
    return lower.compareTo(upper) <= 0
        ? Optional.of(new OffsetBounds(lower.longValueExact(), upper.longValueExact()))
        : Optional.empty();
  }

  private static BigInteger difference(long a, long b) {
    return BigInteger.valueOf(a).subtract(BigInteger.valueOf(b));
  }

  private static OffsetBounds hull(OffsetBounds a, OffsetBounds b) {
    return new OffsetBounds(
        Math.min(a.lowerCycles(), b.lowerCycles()), Math.max(a.upperCycles(), b.upperCycles()));
  }
}
