package io.tscwatch.checks.rate;

import java.util.Optional;

/**
 * All straight lines of slope zero or more that satisfy a set of observations.
 *
 * <p>A line that does not fall is lowest at the begin of a time box and highest at its end: there
 * is a moment at which it is at most u exactly if it is so at the begin, and one at which it is at
 * least v exactly if it is so at the end. So each observation is two points, one that the line must
 * not pass above and one that it must not pass below.
 *
 * <p>A line of slope r exists exactly if {@code g(r) = min(u - r t) - max(v - r t) >= 0}. That is a
 * concave function made of straight pieces; each end of its non-negative part is found by Newton's
 * method in exact fractions, each step a binary search on the two hulls, in at most as many steps
 * as there are pieces.
 */
final class RisingLines {

  private final Hull uppers;

  /** The lower bounds with their sign turned, which makes their upper hull a lower one. */
  private final Hull negatedLowers;

  RisingLines() {
    this(new Hull(), new Hull());
  }

  private RisingLines(Hull uppers, Hull negatedLowers) {
    this.uppers = uppers;
    this.negatedLowers = negatedLowers;
  }

  RisingLines copy() {
    return new RisingLines(uppers.copy(), negatedLowers.copy());
  }

  void add(OffsetObservation observation) {
    uppers.add(observation.upperEarliestCycles(), observation.upperCycles());
    negatedLowers.add(observation.lowerLatestCycles(), -observation.lowerCycles());
  }

  int pointCount() {
    return uppers.size() + negatedLowers.size();
  }

  /**
   * The lines that bound all others from the last observation on.
   *
   * @param highest the steepest line, as high as it can be; empty if any slope is possible
   * @param lowest the flattest line, as low as it can be
   */
  record Extremes(Optional<Line> highest, Line lowest) {}

  /** The extreme lines; empty if no rising or level line satisfies the observations. */
  Optional<Extremes> extremes() {
    Search flattest = new Search(0, 1);
    while (flattest.gap() < 0) {
      // Only a pair whose lower bound is the later one asks for more slope.
      if (flattest.run() >= 0) {
        return Optional.empty();
      }
      flattest.improve();
    }
    return Optional.of(new Extremes(steepest(), flattest.lowest()));
  }

  /** A feasible slope exists, so every pair that asks for less slope can be satisfied. */
  private Optional<Line> steepest() {
    int lastUpper = uppers.size() - 1;
    long run = uppers.time(lastUpper) - negatedLowers.time(0);
    if (run <= 0) {
      return Optional.empty();
    }
    Search steepest = new Search(uppers.value(lastUpper) + negatedLowers.value(0), run);
    while (steepest.gap() < 0) {
      steepest.improve();
    }
    return Optional.of(steepest.highest());
  }

  /** One slope, and the pair of bounds that is tightest at it. */
  private final class Search {
    private long slopeRise;
    private long slopeRun;
    private int upper;
    private int lower;

    Search(long rise, long run) {
      touch(rise, run);
    }

    private void touch(long rise, long run) {
      slopeRise = rise;
      slopeRun = run;
      upper = uppers.touching(rise, run);
      lower = negatedLowers.touching(-rise, run);
    }

    /** Upper minus lower bound of the pair. */
    private long rise() {
      return uppers.value(upper) + negatedLowers.value(lower);
    }

    /** How much later the pair's upper bound is than its lower. */
    long run() {
      return uppers.time(upper) - negatedLowers.time(lower);
    }

    /** The sign of g at this slope. */
    int gap() {
      return Products.compare(rise(), slopeRun, slopeRise, run());
    }

    /** Moves to the slope at which the pair is just satisfied. */
    void improve() {
      long run = run();
      touch(run < 0 ? -rise() : rise(), Math.abs(run));
    }

    Line highest() {
      return new Line(uppers.time(upper), uppers.value(upper), slopeRise, slopeRun);
    }

    Line lowest() {
      return new Line(negatedLowers.time(lower), -negatedLowers.value(lower), slopeRise, slopeRun);
    }
  }
}
