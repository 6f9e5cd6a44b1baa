package io.tscwatch.checks.rate;

import java.math.BigInteger;
import java.util.OptionalLong;

/**
 * A straight line of offset over time: through one point, with an exact slope.
 *
 * @param atCycles time of the point
 * @param offsetCycles offset at the point
 * @param riseCycles how much the offset grows ...
 * @param runCycles ... in how many cycles of the reference, above 0
 */
record Line(long atCycles, long offsetCycles, long riseCycles, long runCycles) {

  private static final BigInteger PICOS = BigInteger.valueOf(1_000_000_000_000L);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  Line mirrored() {
    return new Line(atCycles, -offsetCycles, -riseCycles, runCycles);
  }

  /** The offset at a time, rounded down. */
  BigInteger floorAt(long time) {
    return BigInteger.valueOf(offsetCycles)
        .add(floor(big(riseCycles).multiply(big(time - atCycles)), big(runCycles)));
  }

  /** The offset at a time, rounded up. */
  BigInteger ceilingAt(long time) {
    return mirrored().floorAt(time).negate();
  }

  /** The slope in picoseconds per second, rounded down, saturated. */
  long slowestPicosPerSecond() {
    BigInteger picos = floor(big(riseCycles).multiply(PICOS), big(runCycles));
    return picos.max(MAX.negate()).min(MAX).longValueExact();
  }

  /** The slope in picoseconds per second, rounded up, saturated. */
  long fastestPicosPerSecond() {
    return -mirrored().slowestPicosPerSecond();
  }

  /** True if the line is above a value at a time. */
  boolean isAbove(long limitCycles, long time) {
    return Products.compare(riseCycles, time - atCycles, limitCycles - offsetCycles, runCycles) > 0;
  }

  /** The first time, from the given one on, at which the line is above a value; empty if never. */
  OptionalLong firstAbove(long limitCycles, long from) {
    if (isAbove(limitCycles, from)) {
      return OptionalLong.of(from);
    }
    if (riseCycles <= 0) {
      return OptionalLong.empty();
    }
    BigInteger wait =
        floor(big(limitCycles - offsetCycles).multiply(big(runCycles)), big(riseCycles))
            .add(BigInteger.ONE)
            .subtract(big(from - atCycles));
    return wait.bitLength() < 63
        ? OptionalLong.of(from + wait.longValueExact())
        : OptionalLong.empty();
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private static BigInteger floor(BigInteger value, BigInteger divisor) {
    BigInteger[] parts = value.divideAndRemainder(divisor);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }
}
