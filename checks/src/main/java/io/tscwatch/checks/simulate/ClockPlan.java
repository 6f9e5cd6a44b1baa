package io.tscwatch.checks.simulate;

import io.tscwatch.checks.reference.ClockKind;
import java.util.Optional;

/**
 * A clock beside the TSC, as it is at the beginning. CLOCK_REALTIME and CLOCK_MONOTONIC_RAW are
 * always there; a plan of the former says that it is disciplined.
 *
 * @param kind each kind at most once
 * @param hertz its own frequency, 1 to 10 GHz
 * @param bits of its counter, 8 to 64
 * @param ratePicosPerSecond by how much it gains (positive) or loses
 * @param readNanos what one readout takes
 * @param slowPerMille the share of readouts that take longer
 * @param slowNanos what those take in addition
 * @param maxErrorNanos of CLOCK_REALTIME, what the kernel bounds its error with; empty if nobody
 *     disciplines it
 * @param name what the driver calls a PTP clock
 */
public record ClockPlan(
    ClockKind kind,
    long hertz,
    int bits,
    long ratePicosPerSecond,
    long readNanos,
    int slowPerMille,
    long slowNanos,
    Optional<Long> maxErrorNanos,
    String name) {

  public static final long MAX_HERTZ = 10_000_000_000L;
  public static final long MAX_READ_NANOS = 1_000_000_000L;

  public ClockPlan {
    if (hertz < 1 || hertz > MAX_HERTZ) {
      throw new IllegalArgumentException("a clock ticks 1 to 10^10 times a second, not " + hertz);
    }
    if (bits < 8 || bits > 64) {
      throw new IllegalArgumentException("a counter has 8 to 64 bits, not " + bits);
    }
    if (readNanos < 1
        || readNanos > MAX_READ_NANOS
        || slowNanos < 0
        || slowNanos > MAX_READ_NANOS) {
      throw new IllegalArgumentException("a readout takes 1 ns to 1 s");
    }
    CounterPlan.checkRate(ratePicosPerSecond);
    DelayModel.checkPerMille(slowPerMille);
  }

  /** A clock of its kind as it is found: frequency, width and readout. */
  public static ClockPlan usual(ClockKind kind) {
    return switch (kind) {
      case HPET -> of(kind, 14_318_180, 32, 1_300);
      case ACPI_PM -> of(kind, 3_579_545, 24, 1_100);
      case RTC -> of(kind, 1, 64, 400_000);
      case PTP -> of(kind, 1_000_000_000, 64, 3_000);
      case KVMCLOCK -> of(kind, 1_000_000_000, 64, 25);
      case REALTIME -> of(kind, 1_000_000_000, 64, 50).withMaxError(Optional.of(500_000L));
      case MONOTONIC_RAW -> of(kind, 1_000_000_000, 64, 50);
    };
  }

  private static ClockPlan of(ClockKind kind, long hertz, int bits, long readNanos) {
    return new ClockPlan(kind, hertz, bits, 0, readNanos, 0, 0, Optional.empty(), "card");
  }

  public ClockPlan withRate(long picosPerSecond) {
    return new ClockPlan(
        kind, hertz, bits, picosPerSecond, readNanos, slowPerMille, slowNanos, maxErrorNanos, name);
  }

  public ClockPlan withMaxError(Optional<Long> nanos) {
    return new ClockPlan(
        kind, hertz, bits, ratePicosPerSecond, readNanos, slowPerMille, slowNanos, nanos, name);
  }

  public ClockPlan withSlowReads(int perMille, long nanos) {
    return new ClockPlan(
        kind, hertz, bits, ratePicosPerSecond, readNanos, perMille, nanos, maxErrorNanos, name);
  }
}
