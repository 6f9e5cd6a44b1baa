package io.tscwatch.checks.bounds;

import io.tscwatch.checks.machine.TimeSample;
import java.math.BigInteger;
import java.util.Optional;

/**
 * The frequency of the counter as a certified interval, to turn cycles into nanoseconds and back.
 * Used for conversion only: a verdict on offsets does not depend on it beyond its rounding.
 *
 * <p>All conversions are exact integer arithmetic, rounded outward, results beyond 64 bits
 * saturated.
 *
 * @param minHertz lowest possible frequency, {@value #SLOWEST_HERTZ} to {@value #FASTEST_HERTZ}
 * @param maxHertz highest possible frequency, at least {@code minHertz}
 */
public record TscFrequency(long minHertz, long maxHertz) {

  /** Slower than any x86 with a TSC. */
  public static final long SLOWEST_HERTZ = 1_000_000;

  /** Faster than any; a remainder below it times 10^9 still fits into 64 bits. */
  public static final long FASTEST_HERTZ = 9_000_000_000L;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** Far more than lies between two clock reads of one sample, far less than a suspend takes. */
  private static final long SHORTEST_SUSPEND_NANOS = 10_000_000;

  public TscFrequency {
    if (minHertz < SLOWEST_HERTZ || maxHertz > FASTEST_HERTZ || minHertz > maxHertz) {
      throw new IllegalArgumentException(
          "not a TSC frequency: " + minHertz + " to " + maxHertz + " Hz");
    }
  }

  /** A frequency that is taken as exact, such as the one that CPUID states. */
  public TscFrequency(long hertz) {
    this(hertz, hertz);
  }

  /** A frequency in the unit of the kernel's {@code tsc_khz}, exact. */
  public static TscFrequency ofKilohertz(long kilohertz) {
    return new TscFrequency(Math.multiplyExact(kilohertz, 1000L));
  }

  /**
   * What two samples of one CPU prove: each CLOCK_MONOTONIC_RAW was read at some moment of its
   * bracket and cut to whole nanoseconds. Certified against that clock; while the clocksource is
   * the TSC itself, that is what the kernel takes for the frequency.
   *
   * @return empty if the samples are of two CPUs, no time passed between them, the machine was
   *     suspended between them (the counter may have gone on, that clock has not), or what they
   *     prove is no TSC frequency
   */
  public static Optional<TscFrequency> between(TimeSample earlier, TimeSample later) {
    long nanos = later.monotonicRawNanos() - earlier.monotonicRawNanos();
    long fewest = later.tscBeforeCycles() - earlier.tscAfterCycles();
    long most = later.tscAfterCycles() - earlier.tscBeforeCycles();
    long suspended = suspendedNanos(later) - suspendedNanos(earlier);
    if (Math.abs(suspended) >= SHORTEST_SUSPEND_NANOS) {
      return Optional.empty();
    }
    if (earlier.cpu() != later.cpu() || nanos <= 1 || fewest <= 0 || most < fewest) {
      return Optional.empty();
    }
    BigInteger perSecond = BigInteger.valueOf(NANOS_PER_SECOND);
    BigInteger slowest =
        BigInteger.valueOf(fewest).multiply(perSecond).divide(BigInteger.valueOf(nanos + 1));
    BigInteger fastest =
        BigInteger.valueOf(most)
            .multiply(perSecond)
            .divide(BigInteger.valueOf(nanos - 1))
            .add(BigInteger.ONE);
    boolean possible =
        slowest.compareTo(BigInteger.valueOf(SLOWEST_HERTZ)) >= 0
            && fastest.compareTo(BigInteger.valueOf(FASTEST_HERTZ)) <= 0;
    return possible
        ? Optional.of(new TscFrequency(slowest.longValueExact(), fastest.longValueExact()))
        : Optional.empty();
  }

  /** What CLOCK_BOOTTIME is ahead of CLOCK_MONOTONIC, as far as two reads in a row can tell. */
  private static long suspendedNanos(TimeSample sample) {
    return sample.boottimeNanos() - sample.monotonicNanos();
  }

  /** The middle of the interval, for showing. */
  public long hertz() {
    return minHertz + (maxHertz - minHertz) / 2;
  }

  /** The middle of the interval, for showing. */
  public long kilohertz() {
    return hertz() / 1000;
  }

  /**
   * The most nanoseconds that are certainly not more than the cycles last; signed, rounded down.
   */
  public long lowerNanos(long cycles) {
    return scaledDown(cycles, NANOS_PER_SECOND, cycles >= 0 ? maxHertz : minHertz);
  }

  /**
   * The fewest nanoseconds that are certainly not less than the cycles last; signed, rounded up.
   */
  public long upperNanos(long cycles) {
    return -lowerNanos(-Math.max(cycles, -Long.MAX_VALUE));
  }

  /** The nanoseconds that the cycles last at the middle frequency: for estimates only. */
  public long estimateNanos(long cycles) {
    return scaledDown(cycles, NANOS_PER_SECOND, hertz());
  }

  /**
   * The largest number of cycles that certainly lasts at most so long: a limit in nanoseconds as a
   * limit in cycles, on the safe side.
   *
   * @param nanos at least 0
   */
  public long cyclesAtMost(long nanos) {
    if (nanos < 0) {
      throw new IllegalArgumentException("a limit below zero: " + nanos + " ns");
    }
    return scaledDown(nanos, minHertz, NANOS_PER_SECOND);
  }

  /**
   * floor(value * factor / divisor). The remainder is below the divisor, and factor times divisor
   * is at most 9e18 here; only the whole part can leave 64 bits.
   */
  private static long scaledDown(long value, long factor, long divisor) {
    long whole = Math.floorDiv(value, divisor);
    long part = Math.floorMod(value, divisor) * factor / divisor;
    if (Math.multiplyHigh(whole, factor) != (whole * factor) >> 63) {
      return whole < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE;
    }
    return Contradiction.saturatedSum(whole * factor, part);
  }
}
