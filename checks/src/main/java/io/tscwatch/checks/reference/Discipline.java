package io.tscwatch.checks.reference;

/**
 * What the kernel says of a clock that may be steered, from struct timex (adjtimex(2)).
 *
 * @param state the call's result; {@value #TIME_ERROR} means that the clock is not synchronised
 * @param statusFlags STA_* bits
 * @param frequency correction of the frequency in units of 2^-16 ppm
 * @param tickMicros microseconds a tick of USER_HZ, {@value #NOMINAL_TICK_MICROS} where nobody set
 *     it
 * @param maxErrorMicros the kernel's bound of the clock's error
 * @param estimatedErrorMicros what the steering program takes the error for
 */
public record Discipline(
    int state,
    int statusFlags,
    long frequency,
    long tickMicros,
    long maxErrorMicros,
    long estimatedErrorMicros) {

  /** TIME_ERROR of timex.h. */
  public static final int TIME_ERROR = 5;

  public static final int NOMINAL_TICK_MICROS = 10_000;

  /** STA_UNSYNC of timex.h. */
  private static final int STA_UNSYNC = 0x40;

  /** From here on the kernel itself says TIME_ERROR (NTP_PHASE_LIMIT, kernel/time/ntp.c). */
  private static final long MOST_ERROR_MICROS = 16_000_000;

  /** True if somebody keeps the clock near true time. */
  public boolean synchronised() {
    return state != TIME_ERROR
        && (statusFlags & STA_UNSYNC) == 0
        && maxErrorMicros >= 0
        && maxErrorMicros < MOST_ERROR_MICROS;
  }

  /**
   * By how much the kernel lets the clock run faster than its clocksource, in picoseconds per
   * second, cut to whole ones: {@code frequency} is scaled ppm, and a tick that is one microsecond
   * longer makes it gain 100 ppm.
   */
  public long correctionPicosPerSecond() {
    return Math.floorDiv(frequency * 1_000_000, 65_536)
        + (tickMicros - NOMINAL_TICK_MICROS) * 100_000_000;
  }
}
