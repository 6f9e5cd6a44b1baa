package io.tscwatch.checks.adjust;

import io.tscwatch.checks.linux.MsrDevice;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads TSC_ADJUST of many CPUs. */
public final class AdjustReader {

  private AdjustReader() {}

  /**
   * One reading for each CPU. Reading a register interrupts its CPU for a few microseconds (the
   * kernel sends it there), so the caller chooses the CPUs.
   */
  public static SortedMap<Integer, Reading<Long>> read(Machine machine, CpuSet cpus) {
    SortedMap<Integer, Reading<Long>> readings = new TreeMap<>();
    for (int cpu : cpus) {
      Reading<Long> reading = machine.msr(cpu, MsrDevice.TSC_ADJUST);
      if (AdjustAnswer.of(reading) == AdjustAnswer.NO_DEVICE) {
        // There is none for any CPU: one question is enough for thousands.
        cpus.forEach(each -> readings.put(each, reading));
        break;
      }
      readings.put(cpu, reading);
    }
    return Collections.unmodifiableSortedMap(readings);
  }
}
