package io.tscwatch.checks.kvm;

import io.tscwatch.checks.read.Reading;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * The part of {@code struct vmclock_abi} (include/uapi/linux/vmclock-abi.h) that tells whether the
 * TSC was disrupted. The page is {@code /dev/vmclock0} of Linux 6.13 and later.
 *
 * <pre>offset 0 le32 magic "VCLK", 4 le32 size, 8 le16 version, 10 u8 counter_id, 11 u8 time_type,
 * 12 le32 seq_count, 16 le64 disruption_marker, 24 le64 flags, 32 u8 pad[2], 34 u8 clock_status,
 * ... 104 le64 vm_generation_counter</pre>
 *
 * @param sequence even; two more after each update by the host
 * @param disruptionMarker changes when the counter is disrupted, as by live migration: every
 *     calibration is then void
 * @param flags VMCLOCK_FLAG_*
 * @param status what the host says of its own knowledge of time
 * @param countsTsc whether the page is about the x86 TSC
 * @param vmGeneration changes when the guest is loaded from a snapshot; empty if the host does not
 *     say
 */
public record VmclockPage(
    long sequence,
    long disruptionMarker,
    long flags,
    Status status,
    boolean countsTsc,
    OptionalLong vmGeneration) {

  /** VMCLOCK_STATUS_*. */
  public enum Status {
    UNKNOWN,
    INITIALIZING,
    SYNCHRONIZED,
    FREERUNNING,
    UNRELIABLE,
    /** A number that this program does not know. */
    OTHER;

    private static Status decode(int number) {
      return switch (number) {
        case 0 -> UNKNOWN;
        case 1 -> INITIALIZING;
        case 2 -> SYNCHRONIZED;
        case 3 -> FREERUNNING;
        case 4 -> UNRELIABLE;
        default -> OTHER;
      };
    }
  }

  /** The size of the structure in its first version, without the generation counter. */
  public static final int BYTES = 104;

  private static final int MAGIC = 0x4b4c_4356;
  private static final int COUNTER_X86_TSC = 1;
  private static final int GENERATION_OFFSET = 104;
  private static final long FLAG_DISRUPTION_SOON = 1 << 1;
  private static final long FLAG_DISRUPTION_IMMINENT = 1 << 2;
  private static final long FLAG_VM_GEN_COUNTER_PRESENT = 1 << 8;

  /**
   * Decodes a page; fails where it is not one, or was being updated (read it again).
   *
   * @param bytes at least {@value #BYTES} bytes, copied from the page at once
   */
  public static Reading<VmclockPage> decode(byte[] bytes) {
    if (bytes.length < BYTES) {
      return Reading.failed("the vmclock page has " + bytes.length + " of " + BYTES + " bytes");
    }
    ByteBuffer page = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (page.getInt(0) != MAGIC || page.getShort(8) != 1) {
      return Reading.failed("not a vmclock page of version 1");
    }
    long sequence = Integer.toUnsignedLong(page.getInt(12));
    if ((sequence & 1) != 0) {
      return Reading.failed("the vmclock page was being updated by the host");
    }
    long flags = page.getLong(24);
    boolean generation =
        (flags & FLAG_VM_GEN_COUNTER_PRESENT) != 0
            && bytes.length >= GENERATION_OFFSET + Long.BYTES;
    return Reading.present(
        new VmclockPage(
            sequence,
            page.getLong(16),
            flags,
            Status.decode(Byte.toUnsignedInt(page.get(34))),
            page.get(10) == COUNTER_X86_TSC,
            generation ? OptionalLong.of(page.getLong(GENERATION_OFFSET)) : OptionalLong.empty()));
  }

  /** The host announces a disruption, such as a migration, within about a day. */
  public boolean disruptionAnnounced() {
    return (flags & (FLAG_DISRUPTION_SOON | FLAG_DISRUPTION_IMMINENT)) != 0;
  }
}
