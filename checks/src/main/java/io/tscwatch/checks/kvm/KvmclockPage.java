package io.tscwatch.checks.kvm;

import io.tscwatch.checks.read.Reading;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * {@code struct pvclock_vcpu_time_info} (arch/x86/include/asm/pvclock-abi.h), by which a KVM host
 * tells its guest the time: 32 bytes, little-endian, "__attribute__((__packed__))".
 *
 * <pre>u32 version; u32 pad0; u64 tsc_timestamp; u64 system_time;
 * u32 tsc_to_system_mul; s8 tsc_shift; u8 flags; u8 pad[2];</pre>
 *
 * @param version even; two more after each update by the host
 * @param tscTimestampCycles the guest's TSC at the update, as unsigned 64 bits
 * @param systemTimeNanos the guest's monotonic time at the update
 * @param multiplier nanoseconds for each shifted cycle, times 2^32; 1 to 2^32 - 1
 * @param shift binary places by which cycles are shifted left (right if negative), -31 to 31
 * @param flags see {@link #flagNames()}
 */
public record KvmclockPage(
    long version,
    long tscTimestampCycles,
    long systemTimeNanos,
    long multiplier,
    int shift,
    int flags) {

  /** The size of the structure. */
  public static final int BYTES = 32;

  private static final int TSC_STABLE_BIT = 1;
  private static final int GUEST_STOPPED = 1 << 1;

  /** kvm_get_time_scale() of the host never shifts further. */
  private static final int MAX_SHIFT = 31;

  /**
   * Decodes a page. The neighbours of the page are readable too and hold other things, so what does
   * not look like the structure fails: an odd version (an update in progress: read again), a
   * multiplier of 0, a shift out of range, unused bytes that are not 0, a timestamp of the future.
   *
   * @param bytes at least {@value #BYTES} bytes
   * @param tscNow the caller's TSC after the page was read, if it was read
   */
  public static Reading<KvmclockPage> decode(byte[] bytes, OptionalLong tscNow) {
    if (bytes.length < BYTES) {
      return Reading.failed("the kvmclock page has " + bytes.length + " of " + BYTES + " bytes");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long version = Integer.toUnsignedLong(buffer.getInt());
    int pad0 = buffer.getInt();
    KvmclockPage page =
        new KvmclockPage(
            version,
            buffer.getLong(),
            buffer.getLong(),
            Integer.toUnsignedLong(buffer.getInt()),
            buffer.get(),
            Byte.toUnsignedInt(buffer.get()));
    return page.implausible(pad0 != 0 || buffer.getShort() != 0, tscNow);
  }

  private Reading<KvmclockPage> implausible(boolean padded, OptionalLong tscNow) {
    if (version == 0 || multiplier == 0) {
      return Reading.failed("the kvmclock page was never written by the host");
    }
    if ((version & 1) != 0) {
      return Reading.failed("the kvmclock page was being updated by the host");
    }
    if (padded || shift < -MAX_SHIFT || shift > MAX_SHIFT) {
      return Reading.failed("not a kvmclock page: unused bytes or shift out of range");
    }
    if (tscNow.isPresent() && tscNow.getAsLong() - tscTimestampCycles < 0) {
      return Reading.failed(
          "not a kvmclock page, or the TSC went back: its timestamp is "
              + (tscTimestampCycles - tscNow.getAsLong())
              + " cycles ahead of the TSC");
    }
    return Reading.present(this);
  }

  /**
   * PVCLOCK_TSC_STABLE_BIT: "time measures taken across multiple vcpus are guaranteed monotonic".
   */
  public boolean tscStable() {
    return (flags & TSC_STABLE_BIT) != 0;
  }

  /** PVCLOCK_GUEST_STOPPED: the host paused this vCPU; the guest clears it when it has seen it. */
  public boolean guestStopped() {
    return (flags & GUEST_STOPPED) != 0;
  }

  /** The flags by name; an unknown one as {@code bit N}. */
  public List<String> flagNames() {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < Byte.SIZE; bit++) {
      if ((flags >>> bit & 1) != 0) {
        names.add(
            switch (bit) {
              case 0 -> "PVCLOCK_TSC_STABLE_BIT";
              case 1 -> "PVCLOCK_GUEST_STOPPED";
              default -> "bit " + bit;
            });
      }
    }
    return List.copyOf(names);
  }

  /**
   * The guest's time in nanoseconds at a counter value, exactly as the kernel computes it
   * (__pvclock_read_cycles() and pvclock_scale_delta(), arch/x86/include/asm/pvclock.h): the
   * difference is unsigned, shifted within 64 bits, and multiplied to 96 bits before the lower 32
   * are dropped.
   */
  public long nanosAt(long tscCycles) {
    long delta = tscCycles - tscTimestampCycles;
    delta = shift < 0 ? delta >>> -shift : delta << shift;
    long high = Math.multiplyHigh(delta, multiplier) + (delta < 0 ? multiplier : 0);
    long low = delta * multiplier;
    return systemTimeNanos + (high << 32 | low >>> 32);
  }

  /**
   * The TSC frequency that follows, as pvclock_tsc_khz() of arch/x86/kernel/pvclock.c computes it.
   */
  public long tscKilohertz() {
    long kilohertz = Long.divideUnsigned(1_000_000L << 32, multiplier);
    return shift < 0 ? kilohertz << -shift : kilohertz >>> shift;
  }
}
