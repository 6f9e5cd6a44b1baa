package io.tscwatch.checks.witness;

/**
 * Whether CLOCK_REALTIME runs against CLOCK_MONOTONIC_RAW as the kernel says it lets it: a check of
 * the method against something that is known. While the clocksource is the TSC, neither clock is a
 * witness.
 *
 * @param measured by how much CLOCK_REALTIME is faster, as measured through the TSC
 * @param toldPicosPerSecond by how much adjtimex(2) says that it is
 */
public record SteeringAgreement(RateInterval measured, long toldPicosPerSecond) {

  /** What the kernel's correction is cut to: 2^-16 ppm are 15.3 ps/s. */
  private static final long UNIT_PICOS = 16;

  public boolean agrees() {
    return measured.widened(UNIT_PICOS).contains(toldPicosPerSecond);
  }

  /** One line for people. */
  public String sentence() {
    return "CLOCK_REALTIME runs "
        + measured.ppm()
        + " ppm faster than CLOCK_MONOTONIC_RAW by measurement, and "
        + RateInterval.ppm(Math.floorDiv(toldPicosPerSecond, 1000))
        + " ppm by adjtimex: "
        + (agrees() ? "they agree." : "they do not agree.");
  }
}
