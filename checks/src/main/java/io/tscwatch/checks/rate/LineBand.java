package io.tscwatch.checks.rate;

import io.tscwatch.checks.bounds.OffsetBounds;
import java.math.BigInteger;
import java.util.List;
import java.util.OptionalLong;

/**
 * Between what lines the offset is, from the last observation on, if the rate stays as it was since
 * the first.
 *
 * <p>Immutable; safe for use by many threads.
 */
public final class LineBand {

  private static final BigInteger LIMIT = BigInteger.valueOf(OffsetBounds.LIMIT_CYCLES);

  private final long sinceCycles;
  private final long untilCycles;
  private final List<Line> highest;
  private final List<Line> lowest;

  /** The extremes of the rising and of the falling lines, where there are such. */
  LineBand(long sinceCycles, long untilCycles, List<Line> highest, List<Line> lowest) {
    this.sinceCycles = sinceCycles;
    this.untilCycles = untilCycles;
    this.highest = List.copyOf(highest);
    this.lowest = List.copyOf(lowest);
  }

  /** Time of the first observation, on the reference's counter. */
  public long sinceCycles() {
    return sinceCycles;
  }

  /** Time of the last observation, on the reference's counter. */
  public long untilCycles() {
    return untilCycles;
  }

  /**
   * The offset at a time: at {@link #untilCycles()} what all observations together prove, sharper
   * than any one of them; later, what they allow. Rounded outward.
   *
   * @throws IllegalArgumentException if the time is before the last observation
   */
  public OffsetBounds offsetAt(long timeCycles) {
    if (timeCycles - untilCycles < 0) {
      throw new IllegalArgumentException("a time before the last observation: " + timeCycles);
    }
    BigInteger upper = LIMIT.negate();
    for (Line line : highest) {
      upper = upper.max(line.ceilingAt(timeCycles));
    }
    BigInteger lower = LIMIT;
    for (Line line : lowest) {
      lower = lower.min(line.floorAt(timeCycles));
    }
    return new OffsetBounds(
        lower.max(LIMIT.negate()).longValueExact(), upper.min(LIMIT).longValueExact());
  }

  /**
   * The earliest time at which the offset's magnitude can be above a limit; empty if it never can.
   * This is the head-room: nothing worse can be until then, even if nothing more is measured.
   */
  OptionalLong possiblyBeyond(long limitCycles, long fromCycles) {
    OptionalLong earliest = OptionalLong.empty();
    for (Line line : highest) {
      earliest = earlier(earliest, line.firstAbove(limitCycles, fromCycles), fromCycles);
    }
    for (Line line : lowest) {
      earliest = earlier(earliest, line.mirrored().firstAbove(limitCycles, fromCycles), fromCycles);
    }
    return earliest;
  }

  /** The earliest time at which the offset's magnitude is certainly above a limit. */
  OptionalLong certainlyBeyond(long limitCycles, long fromCycles) {
    OptionalLong above = allAbove(lowest, limitCycles, fromCycles);
    OptionalLong below =
        allAbove(highest.stream().map(Line::mirrored).toList(), limitCycles, fromCycles);
    return earlier(above, below, fromCycles);
  }

  private static OptionalLong allAbove(List<Line> lines, long limitCycles, long fromCycles) {
    long time = fromCycles;
    for (Line line : lines) {
      OptionalLong first = line.firstAbove(limitCycles, time);
      if (first.isEmpty()) {
        return first;
      }
      time = first.getAsLong();
    }
    // The level or falling line is above the limit now or never; it must still be so.
    for (Line line : lines) {
      if (!line.isAbove(limitCycles, time)) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(time);
  }

  private static OptionalLong earlier(OptionalLong a, OptionalLong b, long fromCycles) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    return a.getAsLong() - fromCycles <= b.getAsLong() - fromCycles ? a : b;
  }
}
