package io.tscwatch.checks.kvm.migration;

import io.tscwatch.checks.kvm.migration.Refusal.Kind;

/**
 * A guest's move from one host to another.
 *
 * <p>The documented formula is {@code ofs_dst = ofs_src - (guest_src - guest_dest) * freq +
 * (tsc_src - tsc_dest)}, with guest the kvmclock. Put differently: the guest's TSC goes on from its
 * last value by as many cycles as the kvmclock went on. So it is computed here, which is the same
 * where no TSC is scaled, and right also where one is.
 *
 * <p>The bound of the error: the cycles are rounded to the nearest (half a cycle), each kvmclock
 * value is cut to a nanosecond (less than one nanosecond of error in the difference), and the
 * frequency is known to a kilohertz (one cycle for each millisecond that passed).
 *
 * @param offsetCycles KVM_VCPU_TSC_OFFSET to write on the destination, for every vCPU, modulo 2^64
 * @param elapsedNanos how far the kvmclock went on
 * @param elapsedCycles the same in cycles of the guest's TSC, rounded to the nearest
 * @param arithmeticBoundCycles the most by which the offset can be off for rounding
 * @param frequencyBoundCycles the most by which it can be off besides, for a frequency in kilohertz
 * @param errorCycles the guest's TSC of the destination's record minus what it should be: negative,
 *     it was set back
 * @param errorNanos the same in nanoseconds, rounded away from 0
 * @param wentBack the guest's TSC is below its last value on the source
 */
public record Migration(
    long offsetCycles,
    long elapsedNanos,
    long elapsedCycles,
    long arithmeticBoundCycles,
    long frequencyBoundCycles,
    long errorCycles,
    long errorNanos,
    boolean wentBack) {

  private static final long NANOS_PER_MILLI = 1_000_000;

  /**
   * What CLOCK_REALTIME may differ from the kvmclock over the same time: NTP slews by 500 ppm at
   * most, adjtime(3) by 500 ppm more; and 1 ms for how KVM pairs the two.
   */
  private static final long SLEW_PARTS = 1_000;

  private static final long PAIRING_NANOS = 1_000_000;

  /** Whether the guest's TSC went on without a step. */
  public enum Continuity {
    /** Within the bound. */
    CONTINUOUS,
    /** It was set ahead by more than the bound. */
    STEPPED_FORWARD,
    /** It was set back by more than the bound. */
    STEPPED_BACKWARD
  }

  /** Computes a move. Pure; every input gives an answer or a refusal. */
  public static MigrationAnswer between(MigrationRecord source, MigrationRecord destination) {
    long khz = source.tscKilohertz();
    if (khz != destination.tscKilohertz()) {
      return frequencies(source, destination);
    }
    long realNanos = destination.realtimeNanos() - source.realtimeNanos();
    long nanos = destination.kvmclockNanos() - source.kvmclockNanos();
    if (realNanos < 0) {
      return refused(
          Kind.DESTINATION_EARLIER,
          "the destination's CLOCK_REALTIME is "
              + -realNanos
              + " ns before the source's: the hosts' clocks are not synchronised, or the records are"
              + " swapped");
    }
    if (nanos < 0) {
      return refused(
          Kind.KVMCLOCK_WENT_BACK,
          "the destination's kvmclock is "
              + -nanos
              + " ns before the source's: KVM_SET_CLOCK has to come first (step 4)");
    }
    if (Math.abs(realNanos - nanos) > PAIRING_NANOS + realNanos / SLEW_PARTS) {
      return refused(
          Kind.CLOCKS_SET_MEANWHILE,
          "CLOCK_REALTIME went on by "
              + realNanos
              + " ns and the kvmclock by "
              + nanos
              + " ns: one of them was set meanwhile, or KVM_SET_CLOCK was without"
              + " KVM_CLOCK_REALTIME");
    }
    return compute(source, destination, nanos);
  }

  private static MigrationAnswer compute(
      MigrationRecord source, MigrationRecord destination, long nanos) {
    long khz = source.tscKilohertz();
    long millis = nanos / NANOS_PER_MILLI;
    if (Math.multiplyHigh(millis, khz) != 0 || millis * khz < 0) {
      return overflow(nanos);
    }
    // The remainder is below 10^6 and the frequency below 2^32: their product fits.
    long rest = (nanos % NANOS_PER_MILLI * khz + NANOS_PER_MILLI / 2) / NANOS_PER_MILLI;
    long cycles = millis * khz + rest;
    if (cycles < 0) {
      return overflow(nanos);
    }
    long expected = source.guestTscCycles() + cycles;
    if (Long.compareUnsigned(expected, cycles) < 0) {
      return refused(
          Kind.GUEST_TSC_OVERFLOW,
          "the guest's TSC of "
              + Long.toUnsignedString(source.guestTscCycles())
              + " would pass 2^64 within "
              + cycles
              + " cycles");
    }
    long error = destination.guestTscCycles() - expected;
    return new MigrationAnswer.Computed(
        new Migration(
            expected - destination.scale().scale(destination.hostTscCycles()),
            nanos,
            cycles,
            1 + ceilDivide(khz, NANOS_PER_MILLI),
            ceilDivide(nanos, NANOS_PER_MILLI),
            error,
            nanosAwayFromZero(error, khz),
            Long.compareUnsigned(destination.guestTscCycles(), source.guestTscCycles()) < 0));
  }

  private static MigrationAnswer overflow(long nanos) {
    return refused(
        Kind.ELAPSED_OVERFLOW, nanos + " ns have more cycles than a signed 64-bit number holds");
  }

  private static MigrationAnswer frequencies(MigrationRecord source, MigrationRecord destination) {
    long from = source.tscKilohertz();
    long to = destination.tscKilohertz();
    return refused(
        Kind.FREQUENCY_MISMATCH,
        "the guest's TSC runs at "
            + from
            + " kHz on the source and at "
            + to
            + " kHz on the destination ("
            + Math.abs(to - from) * NANOS_PER_MILLI / from
            + " ppm apart): set it by KVM_SET_TSC_KHZ to "
            + from
            + " first, which needs KVM_CAP_TSC_CONTROL beyond kvm.tsc_tolerance_ppm");
  }

  private static MigrationAnswer refused(Kind kind, String sentence) {
    return new MigrationAnswer.Refused(new Refusal(kind, sentence));
  }

  private static long ceilDivide(long value, long divisor) {
    return value / divisor + (value % divisor == 0 ? 0 : 1);
  }

  /** cycles * 10^6 / kHz; a value beyond 63 bits stays at the largest. */
  private static long nanosAwayFromZero(long cycles, long khz) {
    long magnitude = cycles == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(cycles);
    long whole = magnitude / khz;
    if (whole >= Long.MAX_VALUE / NANOS_PER_MILLI) {
      return cycles < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE;
    }
    long nanos = whole * NANOS_PER_MILLI + ceilDivide(magnitude % khz * NANOS_PER_MILLI, khz);
    return cycles < 0 ? -nanos : nanos;
  }

  /** The most by which the guest's TSC may be off and still be right. */
  public long boundCycles() {
    return arithmeticBoundCycles + frequencyBoundCycles;
  }

  /** Judges the destination's record, if it was taken after the offset was written. */
  public Continuity continuity() {
    // As unsigned magnitudes: the error can be the one number that has no positive.
    long magnitude = errorCycles < 0 ? -errorCycles : errorCycles;
    if (Long.compareUnsigned(magnitude, boundCycles()) <= 0) {
      return Continuity.CONTINUOUS;
    }
    return errorCycles < 0 ? Continuity.STEPPED_BACKWARD : Continuity.STEPPED_FORWARD;
  }
}
