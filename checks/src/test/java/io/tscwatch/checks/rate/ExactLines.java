package io.tscwatch.checks.rate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The definition to compare with: the vertices of the polygon of all straight lines, one by one in
 * unlimited integers. Every line through two points of the constraints, and every level line
 * through one, is a candidate; those that satisfy all constraints are the vertices.
 */
final class ExactLines {

  private static final BigInteger STEEP = BigInteger.ONE.shiftLeft(80);

  /** A line through (at, offset) with slope rise / run, run above 0. */
  record Candidate(BigInteger at, BigInteger offset, BigInteger rise, BigInteger run) {
    /** The line's offset at a time, times {@code run}. */
    BigInteger scaledAt(BigInteger time) {
      return offset.multiply(run).add(rise.multiply(time.subtract(at)));
    }
  }

  private record Point(BigInteger time, BigInteger value) {}

  private final List<Candidate> vertices = new ArrayList<>();
  private boolean unbounded;

  private ExactLines() {}

  /** All times are taken relative to {@code origin}. */
  static ExactLines of(List<OffsetObservation> observations, long origin) {
    ExactLines lines = new ExactLines();
    List<Point> uppers = new ArrayList<>();
    List<Point> lowers = new ArrayList<>();
    for (OffsetObservation o : observations) {
      uppers.add(point(o.upperEarliestCycles() - origin, o.upperCycles()));
      lowers.add(point(o.lowerLatestCycles() - origin, o.lowerCycles()));
    }
    lines.addHalf(uppers, lowers, 1);
    uppers.clear();
    lowers.clear();
    for (OffsetObservation o : observations) {
      uppers.add(point(o.upperLatestCycles() - origin, o.upperCycles()));
      lowers.add(point(o.lowerEarliestCycles() - origin, o.lowerCycles()));
    }
    lines.addHalf(uppers, lowers, -1);
    return lines;
  }

  private static Point point(long time, long value) {
    return new Point(BigInteger.valueOf(time), BigInteger.valueOf(value));
  }

  private void addHalf(List<Point> uppers, List<Point> lowers, int sign) {
    List<Point> all = new ArrayList<>(uppers);
    all.addAll(lowers);
    for (Point a : all) {
      consider(new Candidate(a.time, a.value, BigInteger.ZERO, BigInteger.ONE), uppers, lowers);
      // Only a line can be steeper than every quotient of 64-bit numbers if no pair forbids it.
      Candidate steep =
          new Candidate(a.time, a.value, STEEP.multiply(BigInteger.valueOf(sign)), BigInteger.ONE);
      unbounded |= satisfies(steep, uppers, lowers);
      for (Point b : all) {
        BigInteger run = b.time.subtract(a.time);
        BigInteger rise = b.value.subtract(a.value);
        if (run.signum() > 0 && rise.signum() == sign) {
          consider(new Candidate(a.time, a.value, rise, run), uppers, lowers);
        }
      }
    }
  }

  private void consider(Candidate line, List<Point> uppers, List<Point> lowers) {
    if (satisfies(line, uppers, lowers)) {
      vertices.add(line);
    }
  }

  private static boolean satisfies(Candidate line, List<Point> uppers, List<Point> lowers) {
    return uppers.stream()
            .allMatch(p -> line.scaledAt(p.time).compareTo(p.value.multiply(line.run)) <= 0)
        && lowers.stream()
            .allMatch(p -> line.scaledAt(p.time).compareTo(p.value.multiply(line.run)) >= 0);
  }

  boolean contradictory() {
    return vertices.isEmpty() && !unbounded;
  }

  boolean unbounded() {
    return unbounded;
  }

  /** -1, 1 or 0: the sign of every slope. */
  int sign() {
    boolean rising = vertices.stream().allMatch(v -> v.rise.signum() > 0);
    boolean falling = vertices.stream().allMatch(v -> v.rise.signum() < 0);
    return rising ? 1 : falling ? -1 : 0;
  }

  long minPicosPerSecond() {
    return vertices.stream()
        .map(v -> picos(v.rise, v.run))
        .min(BigInteger::compareTo)
        .orElseThrow()
        .longValueExact();
  }

  long maxPicosPerSecond() {
    return vertices.stream()
        .map(v -> picos(v.rise.negate(), v.run).negate())
        .max(BigInteger::compareTo)
        .orElseThrow()
        .longValueExact();
  }

  private static BigInteger picos(BigInteger rise, BigInteger run) {
    BigInteger limit = BigInteger.valueOf(Long.MAX_VALUE);
    return floor(rise.multiply(BigInteger.TEN.pow(12)), run).min(limit).max(limit.negate());
  }

  BigInteger lowestAt(BigInteger time) {
    return vertices.stream()
        .map(v -> floor(v.scaledAt(time), v.run))
        .min(BigInteger::compareTo)
        .orElseThrow();
  }

  BigInteger highestAt(BigInteger time) {
    return vertices.stream()
        .map(v -> floor(v.scaledAt(time).negate(), v.run).negate())
        .max(BigInteger::compareTo)
        .orElseThrow();
  }

  /** True if some line, or every line, is beyond the limit at a time. */
  Optional<Boolean> beyond(BigInteger limit, BigInteger time) {
    boolean some = false;
    boolean allAbove = true;
    boolean allBelow = true;
    for (Candidate v : vertices) {
      boolean above = v.scaledAt(time).compareTo(limit.multiply(v.run)) > 0;
      boolean below = v.scaledAt(time).compareTo(limit.negate().multiply(v.run)) < 0;
      some |= above || below;
      allAbove &= above;
      allBelow &= below;
    }
    return allAbove || allBelow ? Optional.of(true) : some ? Optional.of(false) : Optional.empty();
  }

  static BigInteger floor(BigInteger value, BigInteger divisor) {
    BigInteger[] parts = value.divideAndRemainder(divisor);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }
}
