package io.tscwatch.checks.witness;

import io.tscwatch.checks.linux.WatchdogLimit;
import io.tscwatch.checks.linux.WatchdogRule;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the TSC is from being condemned by the kernel's own watchdog: whether or not it is on,
 * and whoever is wrong.
 *
 * @param watchdog the clock that the kernel compares the TSC with, by our name
 * @param state whether the kernel compares them now
 * @param limit what it tolerates
 * @param skew the TSC's rate against that clock, both at the frequencies that the kernel takes them
 *     for
 * @param trendPicosPerDay how the rate changes a day, certified; empty without an hour of it
 * @param collisionNanos the earliest time from now at which the limit can be reached if it goes on
 *     so; empty if it does not go there
 * @param slowReads readouts that the kernel would not have accepted, of ...
 * @param reads ... so many
 */
public record HeadRoom(
    String watchdog,
    WatchdogRule.Answer state,
    WatchdogLimit limit,
    RateInterval skew,
    Optional<RateInterval> trendPicosPerDay,
    OptionalLong collisionNanos,
    long slowReads,
    long reads) {

  private static final long CHECKS_PER_YEAR = 2L * 86_400 * 365;

  /** How much is left to the limit, at least; negative once it may be passed. */
  public long marginPicosPerSecond() {
    return limit.picosPerSecond() - skew.mostPicosPerSecond();
  }

  /** The same as nanoseconds of one interval of the watchdog, rounded down. */
  public long marginNanos() {
    return Math.floorDiv(marginPicosPerSecond() / 1000 * (limit.intervalNanos() / 1000), 1_000_000);
  }

  /** True if the kernel certainly condemns the TSC for its rate, if it compares. */
  public boolean beyond() {
    return skew.leastPicosPerSecond() > limit.picosPerSecond();
  }

  /**
   * How many checks a year find every one of their readouts too slow, if slow readouts are as
   * frequent as seen and independent of each other: those say nothing of the TSC, and condemned it
   * on some kernels.
   */
  public long noisyChecksPerYear() {
    if (reads == 0) {
      return 0;
    }
    BigInteger checks = BigInteger.valueOf(CHECKS_PER_YEAR);
    for (int i = 0; i < limit.attempts(); i++) {
      checks = checks.multiply(BigInteger.valueOf(slowReads));
    }
    return checks.divide(BigInteger.valueOf(reads).pow(limit.attempts())).longValueExact();
  }
}
