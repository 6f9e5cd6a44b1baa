package io.tscwatch.checks.rate;

import io.tscwatch.checks.bounds.OffsetBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All straight lines that satisfy a growing set of observations: the rising ones, and the falling
 * ones as rising ones of the mirrored observations. Level lines are in both.
 *
 * <p>Keeps hulls only, at most 8 x {@value Hull#MAX_POINTS} numbers a half. Not thread-safe.
 */
final class LineSet {

  private final RisingLines rising;
  private final RisingLines falling;
  private boolean empty;
  private long sinceCycles;
  private long untilCycles;

  LineSet() {
    this(new RisingLines(), new RisingLines(), true, 0, 0);
  }

  private LineSet(RisingLines rising, RisingLines falling, boolean empty, long since, long until) {
    this.rising = rising;
    this.falling = falling;
    this.empty = empty;
    this.sinceCycles = since;
    this.untilCycles = until;
  }

  LineSet copy() {
    return new LineSet(rising.copy(), falling.copy(), empty, sinceCycles, untilCycles);
  }

  boolean isEmpty() {
    return empty;
  }

  long sinceCycles() {
    return sinceCycles;
  }

  long untilCycles() {
    return untilCycles;
  }

  int pointCount() {
    return rising.pointCount() + falling.pointCount();
  }

  /** Adds an observation, in any order. */
  void add(OffsetObservation observation) {
    long since = observation.sinceCycles();
    long until = observation.untilCycles();
    if (!empty) {
      since = since - sinceCycles < 0 ? since : sinceCycles;
      until = until - untilCycles > 0 ? until : untilCycles;
    }
    if (until - since < 0 || until - since > OffsetBounds.LIMIT_CYCLES) {
      throw new IllegalArgumentException("observations that span more than a counter can");
    }
    empty = false;
    sinceCycles = since;
    untilCycles = until;
    rising.add(observation);
    falling.add(observation.mirrored());
  }

  /** True if no straight line is left. */
  boolean contradictory() {
    return !empty && rising.extremes().isEmpty() && falling.extremes().isEmpty();
  }

  /**
   * What the lines prove; a contradiction is dated by the first and the last observation, for the
   * want of anything better in the hulls.
   */
  RateResult result() {
    if (empty) {
      return new RateResult.Unbounded();
    }
    Optional<RisingLines.Extremes> up = rising.extremes();
    Optional<RisingLines.Extremes> down = falling.extremes();
    if (up.isEmpty() && down.isEmpty()) {
      return new RateResult.Contradicted(sinceCycles, untilCycles, Optional.empty());
    }
    List<Line> highest = new ArrayList<>(2);
    List<Line> lowest = new ArrayList<>(2);
    if (up.isPresent()) {
      up.get().highest().ifPresent(highest::add);
      lowest.add(up.get().lowest());
    }
    if (down.isPresent()) {
      highest.add(down.get().lowest().mirrored());
      down.get().highest().map(Line::mirrored).ifPresent(lowest::add);
    }
    int halves = (up.isPresent() ? 1 : 0) + (down.isPresent() ? 1 : 0);
    return highest.size() < halves || lowest.size() < halves
        ? new RateResult.Unbounded()
        : bounded(highest, lowest, sign(up, down));
  }

  private RateResult bounded(List<Line> highest, List<Line> lowest, int sign) {
    long min = Long.MAX_VALUE;
    for (Line line : lowest) {
      min = Math.min(min, line.slowestPicosPerSecond());
    }
    long max = Long.MIN_VALUE;
    for (Line line : highest) {
      max = Math.max(max, line.fastestPicosPerSecond());
    }
    return new RateResult.Bounded(
        min, max, sign, new LineBand(sinceCycles, untilCycles, highest, lowest));
  }

  /** A level line, if it is possible, is the flattest of both halves. */
  private static int sign(Optional<RisingLines.Extremes> up, Optional<RisingLines.Extremes> down) {
    if (up.isPresent() && down.isPresent()) {
      return 0;
    }
    return up.map(rising -> Long.signum(rising.lowest().riseCycles()))
        .orElseGet(() -> -Long.signum(down.orElseThrow().lowest().riseCycles()));
  }
}
