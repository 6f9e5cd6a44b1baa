package io.tscwatch.checks.reference;

import java.math.BigInteger;

/**
 * How fast a clock ticks, by its own specification, as an exact fraction.
 *
 * @param ticks so many ticks ...
 * @param nanos ... in so many nanoseconds; both above 0
 */
public record TickRate(BigInteger ticks, BigInteger nanos) {

  private static final BigInteger FEMTOS_PER_NANO = BigInteger.valueOf(1_000_000);

  /** A clock that shows nanoseconds. */
  public static final TickRate NANOSECONDS = new TickRate(BigInteger.ONE, BigInteger.ONE);

  /** A clock that shows seconds. */
  public static final TickRate SECONDS =
      new TickRate(BigInteger.ONE, BigInteger.valueOf(1_000_000_000));

  /** 3.579545 MHz: ACPI specification 4.8.3.3, and PMTMR_TICKS_PER_SEC of the kernel. */
  public static final TickRate ACPI_PM =
      new TickRate(BigInteger.valueOf(3_579_545), BigInteger.valueOf(1_000_000_000));

  public TickRate {
    if (ticks.signum() <= 0 || nanos.signum() <= 0) {
      throw new IllegalArgumentException("a clock that does not tick: " + ticks + "/" + nanos);
    }
  }

  /** A clock whose period is told in femtoseconds, as the HPET's capability register does. */
  public static TickRate ofPeriodFemtos(long femtos) {
    return new TickRate(FEMTOS_PER_NANO, BigInteger.valueOf(femtos));
  }

  /** How long so many ticks last, in nanoseconds, rounded down; at least 0 ticks. */
  public BigInteger nanosOf(BigInteger tickCount) {
    return tickCount.multiply(nanos).divide(ticks);
  }

  /** Whole hertz, for showing. */
  public long hertz() {
    return ticks
        .multiply(BigInteger.valueOf(1_000_000_000))
        .add(nanos.shiftRight(1))
        .divide(nanos)
        .longValueExact();
  }
}
