package io.tscwatch.checks.witness;

/**
 * How other clocks are read and believed.
 *
 * @param enabled whether they are read at all
 * @param intervalNanos from one look at a clock to the next: the ACPI PM timer with its 24 bits
 *     comes around in 4.7 s, and longer gaps need another clock to tell how often; 100 ms to 1 h
 * @param rtcIntervalNanos the same for the RTC, whose updates are waited for
 * @param tries brackets a look, of which the narrowest counts
 * @param tolerancePicosPerSecond how wrong a sound oscillator may be, the TSC's among them
 * @param resolutionPicosPerSecond a clock has a vote once its interval is no wider than this
 * @param sharePartsPerMillion the share of one CPU that reading may take
 */
public record WitnessSettings(
    boolean enabled,
    long intervalNanos,
    long rtcIntervalNanos,
    int tries,
    long tolerancePicosPerSecond,
    long resolutionPicosPerSecond,
    int sharePartsPerMillion) {

  private static final long SHORTEST_NANOS = 100_000_000L;
  private static final long LONGEST_NANOS = 3_600_000_000_000L;

  /**
   * Every two seconds, five brackets; 100 ppm, which no crystal in its specified range leaves and
   * which is a fifth of what the strictest kernel tolerates; 0.05 % of one CPU.
   */
  public static final WitnessSettings DEFAULT =
      new WitnessSettings(
          true, 2_000_000_000L, 30_000_000_000L, 5, 100_000_000L, 100_000_000L, 500);

  /** No other clock is read. */
  public static final WitnessSettings OFF = DEFAULT.withEnabled(false);

  public WitnessSettings {
    if (intervalNanos < SHORTEST_NANOS || intervalNanos > LONGEST_NANOS) {
      throw new IllegalArgumentException(
          "the interval of the witnesses is " + intervalNanos + " ns; it has to be 100 ms to 1 h");
    }
    if (tolerancePicosPerSecond < 0 || resolutionPicosPerSecond < 1 || sharePartsPerMillion < 1) {
      throw new IllegalArgumentException("a number of the witnesses is out of range");
    }
  }

  public WitnessSettings withEnabled(boolean value) {
    return new WitnessSettings(
        value,
        intervalNanos,
        rtcIntervalNanos,
        tries,
        tolerancePicosPerSecond,
        resolutionPicosPerSecond,
        sharePartsPerMillion);
  }

  public WitnessSettings withShare(int partsPerMillion) {
    return new WitnessSettings(
        enabled,
        intervalNanos,
        rtcIntervalNanos,
        tries,
        tolerancePicosPerSecond,
        resolutionPicosPerSecond,
        partsPerMillion);
  }

  public WitnessSettings withIntervalNanos(long nanos) {
    return new WitnessSettings(
        enabled,
        nanos,
        Math.max(nanos, rtcIntervalNanos),
        tries,
        tolerancePicosPerSecond,
        resolutionPicosPerSecond,
        sharePartsPerMillion);
  }
}
