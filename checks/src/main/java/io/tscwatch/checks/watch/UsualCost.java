package io.tscwatch.checks.watch;

import io.tscwatch.checks.topology.CpuSet;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * What an exchange mostly costs each CPU: the median of its last nine. One that is preempted in the
 * middle does not move it, a machine on which all of them are dear does. Not safe for use by many
 * threads.
 */
final class UsualCost {

  private static final int KEPT = 9;

  private long[] kept = new long[0];
  private long[] count = new long[0];

  /** Takes what one exchange cost a CPU. */
  void note(int cpu, long nanos) {
    if (cpu >= count.length) {
      int size = Math.max(cpu + 1, 2 * count.length);
      count = Arrays.copyOf(count, size);
      kept = Arrays.copyOf(kept, Math.multiplyExact(KEPT, size));
    }
    kept[KEPT * cpu + (int) (count[cpu]++ % KEPT)] = nanos;
  }

  /** The usual cost of a CPU, at first the lower of two; empty before the first. */
  OptionalLong of(int cpu) {
    if (cpu >= count.length || count[cpu] == 0) {
      return OptionalLong.empty();
    }
    int from = KEPT * cpu;
    int known = (int) Math.min(KEPT, count[cpu]);
    return OptionalLong.of(lowerMedian(Arrays.copyOfRange(kept, from, from + known)));
  }

  /** What is usual for the CPU in the middle; empty unless most are known. */
  OptionalLong typical(CpuSet cpus) {
    long[] known = cpus.stream().mapToObj(this::of).flatMapToLong(OptionalLong::stream).toArray();
    return 2 * known.length > cpus.size()
        ? OptionalLong.of(lowerMedian(known))
        : OptionalLong.empty();
  }

  private static long lowerMedian(long[] values) {
    Arrays.sort(values);
    return values[(values.length - 1) / 2];
  }
}
