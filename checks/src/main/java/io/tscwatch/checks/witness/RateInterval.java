package io.tscwatch.checks.witness;

import java.math.BigInteger;
import java.util.Optional;

/**
 * By how much the TSC runs fast (positive) or slow, as a certified interval.
 *
 * @param minPicosPerSecond least, rounded down
 * @param maxPicosPerSecond greatest, rounded up
 */
public record RateInterval(long minPicosPerSecond, long maxPicosPerSecond) {

  static final BigInteger PICOS = BigInteger.valueOf(1_000_000_000_000L);

  /** No clock is this wrong: saturates here, so that sums stay within 64 bits. */
  static final long MOST = 1_000_000_000_000_000L;

  public RateInterval {
    if (minPicosPerSecond > maxPicosPerSecond) {
      throw new IllegalArgumentException(
          "least rate " + minPicosPerSecond + " is above greatest " + maxPicosPerSecond);
    }
    minPicosPerSecond = Math.max(-MOST, minPicosPerSecond);
    maxPicosPerSecond = Math.min(MOST, maxPicosPerSecond);
  }

  /** Such as {@code -0.171 .. +0.171}: thousandths of a ppm, rounded outward. */
  public String ppm() {
    return ppm(Math.floorDiv(minPicosPerSecond, 1000))
        + " .. "
        + ppm(-Math.floorDiv(-maxPicosPerSecond, 1000));
  }

  static String ppm(long ppb) {
    long magnitude = Math.abs(ppb);
    String fraction = Long.toString(1000 + magnitude % 1000).substring(1);
    return (ppb < 0 ? "-" : "+") + magnitude / 1000 + "." + fraction;
  }

  /** As wide as the number says, around 0. */
  static RateInterval within(long picosPerSecond) {
    return new RateInterval(-picosPerSecond, picosPerSecond);
  }

  /**
   * The TSC's rate against a clock, from the clock's rate against the TSC: if the clock shows 1 + r
   * nominal seconds while the TSC counts one, the TSC counts 1 / (1 + r) in one of the clock's.
   */
  static RateInterval ofClockAgainstTsc(long minPicosPerSecond, long maxPicosPerSecond) {
    return new RateInterval(inverse(maxPicosPerSecond, false), inverse(minPicosPerSecond, true));
  }

  private static long inverse(long picos, boolean up) {
    BigInteger whole = PICOS.add(BigInteger.valueOf(picos));
    if (whole.signum() <= 0) {
      return MOST;
    }
    BigInteger[] parts =
        BigInteger.valueOf(picos).negate().multiply(PICOS).divideAndRemainder(whole);
    BigInteger floor = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    BigInteger rounded = up && parts[1].signum() != 0 ? floor.add(BigInteger.ONE) : floor;
    return rounded.max(BigInteger.valueOf(-MOST)).min(BigInteger.valueOf(MOST)).longValueExact();
  }

  /**
   * The rate against another clock than the one that this is against: {@code (1 + this) / (1 +
   * other) - 1}, where the other is the TSC's rate against that clock.
   */
  RateInterval over(RateInterval other) {
    return new RateInterval(
        ratio(minPicosPerSecond, other.maxPicosPerSecond, false),
        ratio(maxPicosPerSecond, other.minPicosPerSecond, true));
  }

  private static long ratio(long picos, long otherPicos, boolean up) {
    BigInteger whole = PICOS.add(BigInteger.valueOf(otherPicos));
    if (whole.signum() <= 0) {
      return up ? MOST : -MOST;
    }
    BigInteger[] parts =
        BigInteger.valueOf(picos - otherPicos).multiply(PICOS).divideAndRemainder(whole);
    long cut = parts[0].longValueExact();
    return parts[1].signum() > 0 && up ? cut + 1 : parts[1].signum() < 0 && !up ? cut - 1 : cut;
  }

  /** Wider by so much on either side. */
  RateInterval widened(long picosPerSecond) {
    return new RateInterval(minPicosPerSecond - picosPerSecond, maxPicosPerSecond + picosPerSecond);
  }

  /** What both contain; empty if nothing. */
  Optional<RateInterval> and(RateInterval other) {
    long min = Math.max(minPicosPerSecond, other.minPicosPerSecond);
    long max = Math.min(maxPicosPerSecond, other.maxPicosPerSecond);
    return min <= max ? Optional.of(new RateInterval(min, max)) : Optional.empty();
  }

  /** True if the number lies in it. */
  boolean contains(long picosPerSecond) {
    return minPicosPerSecond <= picosPerSecond && picosPerSecond <= maxPicosPerSecond;
  }

  public long widthPicosPerSecond() {
    return maxPicosPerSecond - minPicosPerSecond;
  }

  /** The middle, for showing. */
  public long middlePicosPerSecond() {
    return minPicosPerSecond + widthPicosPerSecond() / 2;
  }

  /** The largest magnitude that it allows. */
  public long mostPicosPerSecond() {
    return Math.max(Math.abs(minPicosPerSecond), Math.abs(maxPicosPerSecond));
  }

  /** The smallest magnitude that it allows: 0 if it contains 0. */
  public long leastPicosPerSecond() {
    return contains(0) ? 0 : Math.min(Math.abs(minPicosPerSecond), Math.abs(maxPicosPerSecond));
  }
}
