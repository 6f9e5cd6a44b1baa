package io.tscwatch.checks.linux;

import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import java.util.BitSet;

/**
 * The CPUs that the calling thread may use: sched_getaffinity(2). The kernel returns the affinity
 * within the cpuset, without CPUs that are not active.
 */
public final class Affinity {

  private static final int FIRST_MASK_BYTES = 128;
  private static final int LAST_MASK_BYTES = (CpuSet.MAX_CPU + 1) / Byte.SIZE;

  private Affinity() {}

  /** The CPUs that the calling thread may run on now. */
  public static Reading<CpuSet> ofCallingThread() {
    // "EINVAL: cpusetsize is smaller than the size of the affinity mask used by the kernel", which
    // a process cannot ask for: so the mask grows until it fits (sched_getaffinity(2), NOTES).
    for (int bytes = FIRST_MASK_BYTES; bytes <= LAST_MASK_BYTES; bytes *= 2) {
      byte[] mask = new byte[bytes];
      if (LibC.sched_getaffinity(0, bytes, mask) == 0) {
        return Reading.present(cpus(mask));
      }
      int errno = LibC.errno();
      if (errno != LibC.EINVAL) {
        return Reading.failed("sched_getaffinity: " + LibC.describe(errno));
      }
    }
    return Reading.failed(
        "sched_getaffinity: the kernel's mask is longer than " + LAST_MASK_BYTES + " bytes");
  }

  /**
   * CPU n is bit n % 64 of the n / 64th unsigned long: on a little-endian machine, bit n % 8 of
   * byte n / 8, which is BitSet's own layout.
   */
  static CpuSet cpus(byte[] mask) {
    return CpuSet.of(BitSet.valueOf(mask).stream().toArray());
  }
}
