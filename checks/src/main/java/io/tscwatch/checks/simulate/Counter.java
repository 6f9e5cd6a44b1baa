package io.tscwatch.checks.simulate;

/**
 * One CPU's time stamp counter between two events: a hardware count that runs at a constant
 * frequency, and an offset that software wrote on top of it.
 *
 * <p>The two are kept apart because a counter that moves in steps moves so in hardware, on a grid
 * that all CPUs of one clock share; what is written by WRMSR is added afterwards.
 *
 * <p>All sums are modulo 2^64, as in the hardware.
 *
 * @param anchorNanos elapsed time at which the hardware count was {@code anchorCycles}
 * @param anchorCycles hardware count at that time
 * @param hertz whole hertz of the frequency
 * @param microHertz the rest of the frequency, 0..999,999
 * @param offsetCycles added to the hardware count
 */
record Counter(
    long anchorNanos, long anchorCycles, long hertz, long microHertz, long offsetCycles) {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** A counter of the given nominal frequency that runs wrong by the given rate. */
  static Counter starting(
      long anchorNanos, long anchorCycles, long khz, long ratePicosPerSecond, long offsetCycles) {
    // kHz x 1e9 are microhertz; a rate of r ps/s adds kHz x 1e9 x r / 1e12 of them.
    long total = khz * 1_000_000_000L + Math.floorDiv(khz * ratePicosPerSecond, 1000L);
    return new Counter(
        anchorNanos, anchorCycles, total / 1_000_000, total % 1_000_000, offsetCycles);
  }

  /**
   * The hardware count at an elapsed time not before the anchor, rounded down.
   *
   * <p>Exact: nanos x frequency has more than 64 bits after an hour, so it is summed in four parts
   * whose fractions are of 1e-15 cycles. A rounding per part would let the count step back.
   */
  long hardwareAt(long elapsedNanos) {
    long nanos = elapsedNanos - anchorNanos;
    long seconds = nanos / NANOS_PER_SECOND;
    long rest = nanos % NANOS_PER_SECOND;
    long restHertz = rest * hertz;
    long secondsMicro = seconds * microHertz;
    long fraction =
        restHertz % NANOS_PER_SECOND * 1_000_000L
            + secondsMicro % 1_000_000L * NANOS_PER_SECOND
            + rest * microHertz;
    return anchorCycles
        + seconds * hertz
        + restHertz / NANOS_PER_SECOND
        + secondsMicro / 1_000_000L
        + fraction / 1_000_000_000_000_000L;
  }

  /** The value without any step: what the counter would show if every cycle were visible. */
  long exactAt(long elapsedNanos) {
    return hardwareAt(elapsedNanos) + offsetCycles;
  }

  /**
   * The value that RDTSC returns.
   *
   * @param laterCycles cycles of this counter that pass after {@code elapsedNanos}
   * @param stepCycles the counter's step, 1 when every cycle is visible
   */
  long readAt(long elapsedNanos, long laterCycles, long stepCycles) {
    long hardware = hardwareAt(elapsedNanos) + laterCycles;
    // Unsigned, because the grid goes on across 2^63.
    long visible =
        stepCycles == 1 ? hardware : hardware - Long.remainderUnsigned(hardware, stepCycles);
    return visible + offsetCycles;
  }

  Counter offsetBy(long cycles) {
    return new Counter(anchorNanos, anchorCycles, hertz, microHertz, offsetCycles + cycles);
  }

  /** The same counter with its rate changed from the given time on. */
  Counter withRate(long elapsedNanos, long khz, long ratePicosPerSecond) {
    return starting(elapsedNanos, hardwareAt(elapsedNanos), khz, ratePicosPerSecond, offsetCycles);
  }

  /** The same counter as if it had stood still for the given time before {@code elapsedNanos}. */
  Counter stoppedFor(long elapsedNanos, long nanos) {
    return new Counter(
        elapsedNanos,
        hardwareAt(Math.max(anchorNanos, elapsedNanos - nanos)),
        hertz,
        microHertz,
        offsetCycles);
  }

  /** The same counter begun again at zero. */
  Counter resetAt(long elapsedNanos) {
    return new Counter(elapsedNanos, 0, hertz, microHertz, 0);
  }
}
