package io.tscwatch.checks.simulate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The pages in which a hypervisor tells its guest of the clock. */
final class HostPages {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int PVCLOCK_TSC_STABLE_BIT = 1;
  private static final int PVCLOCK_GUEST_STOPPED = 2;
  private static final int VMCLOCK_MAGIC = 0x4b4c4356;
  private static final int VMCLOCK_SIZE = 112;
  private static final byte VMCLOCK_COUNTER_X86_TSC = 1;
  private static final byte VMCLOCK_STATUS_SYNCHRONIZED = 2;

  private static final long VMCLOCK_FLAG_VM_GEN_COUNTER_PRESENT = 1 << 8;

  private HostPages() {}

  /**
   * struct pvclock_vcpu_time_info (arch/x86/include/asm/pvclock-abi.h): u32 version, u32 pad, u64
   * tsc_timestamp, u64 system_time, u32 tsc_to_system_mul, s8 tsc_shift, u8 flags, u8 pad[2].
   */
  static byte[] kvmclock(Scenario scenario, MachineState state) {
    MachineState.HostView host = state.host;
    long hertz = scenario.counters().khz() * 1000;
    // nanoseconds = ((cycles << shift) * mul) >> 32, so mul = 2^32 x 1e9 / (hertz << shift), and
    // the shift is the one that puts mul into 2^31..2^32.
    int shift = 0;
    while (hertz > 2 * NANOS_PER_SECOND) {
      hertz >>= 1;
      shift--;
    }
    while (hertz <= NANOS_PER_SECOND) {
      hertz <<= 1;
      shift++;
    }
    long multiplier = (NANOS_PER_SECOND << 32) / hertz;
    int flags =
        (scenario.platform().kvmStable() ? PVCLOCK_TSC_STABLE_BIT : 0)
            | (host.guestStopped() ? PVCLOCK_GUEST_STOPPED : 0);
    return ByteBuffer.allocate(32)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(2 * host.updates()) // odd while it is being written
        .putInt(0)
        .putLong(host.tscTimestampCycles())
        .putLong(host.systemTimeNanos())
        .putInt((int) multiplier)
        .put((byte) shift)
        .put((byte) flags)
        .array();
  }

  /** struct vmclock_abi, version 1 (include/uapi/linux/vmclock-abi.h). */
  static byte[] vmclock(MachineState state) {
    ByteBuffer page = ByteBuffer.allocate(VMCLOCK_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    page.putInt(0, VMCLOCK_MAGIC);
    page.putInt(4, VMCLOCK_SIZE);
    page.putShort(8, (short) 1);
    page.put(10, VMCLOCK_COUNTER_X86_TSC);
    page.putInt(12, 2 * state.host.updates()); // seq_count: odd while it is being written
    page.putLong(16, state.host.disruptionMarker());
    page.put(34, VMCLOCK_STATUS_SYNCHRONIZED);
    page.putLong(24, VMCLOCK_FLAG_VM_GEN_COUNTER_PRESENT);
    page.putLong(104, 1); // vm_generation_counter: changes with a snapshot, not with a migration
    return page.array();
  }
}
