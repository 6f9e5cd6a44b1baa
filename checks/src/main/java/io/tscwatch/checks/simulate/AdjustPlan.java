package io.tscwatch.checks.simulate;

import io.tscwatch.checks.topology.CpuSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * TSC_ADJUST at the beginning.
 *
 * @param access what happens to reads of the register, on every CPU
 * @param cycles the register's value; 0 for CPUs that are not named. It does not move the counter:
 *     whatever it did to it is part of the counter's own offset
 * @param unreadable CPUs on which a read fails although the others can be read
 */
public record AdjustPlan(MsrAccess access, Map<Integer, Long> cycles, CpuSet unreadable) {

  public static final AdjustPlan DEFAULT =
      new AdjustPlan(MsrAccess.READABLE, Map.of(), CpuSet.empty());

  public AdjustPlan {
    cycles = Map.copyOf(cycles);
  }

  public AdjustPlan with(int cpu, long value) {
    Map<Integer, Long> changed = new TreeMap<>(cycles);
    changed.put(cpu, value);
    return new AdjustPlan(access, changed, unreadable);
  }

  public AdjustPlan with(MsrAccess changed) {
    return new AdjustPlan(changed, cycles, unreadable);
  }

  public AdjustPlan withUnreadable(CpuSet cpus) {
    return new AdjustPlan(access, cycles, cpus);
  }
}
