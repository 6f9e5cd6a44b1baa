package io.tscwatch.checks.watch;

import io.tscwatch.checks.adjust.AdjustChanges;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.linux.MsrDevice;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * TSC_ADJUST of every CPU, read again and again. Not safe for use by many threads.
 *
 * <p>Reading a register interrupts its CPU for a few microseconds, so of a large machine only some
 * CPUs are asked at a time.
 */
final class AdjustWatch {

  private static final int CPUS_AT_A_TIME = 32;

  /** A register that cannot be read is asked for again after so many polls. */
  private static final int RETRY_POLLS = 10;

  private final Machine machine;
  private final SortedMap<Integer, Reading<Long>> readings = new TreeMap<>();
  private final SortedMap<Integer, Long> values = new TreeMap<>();
  private int nextCpu;
  private int pollsToSkip;

  /** No register of the watched CPUs could be read: until one can, one of them is asked for all. */
  private boolean allRefuse;

  private boolean gaveValue;

  AdjustWatch(Machine machine) {
    this.machine = machine;
  }

  /**
   * What one poll showed.
   *
   * @param changes the finding for all values that changed since they were read last
   * @param changed true if any answer is another than before
   */
  record Poll(Optional<Finding> changes, boolean changed) {}

  private static final Poll NOTHING = new Poll(Optional.empty(), false);

  /** Reads the next CPUs. */
  Poll poll(CpuSet cpus) {
    if (cpus.isEmpty() || pollsToSkip > 0) {
      pollsToSkip = Math.max(0, pollsToSkip - 1);
      return NOTHING;
    }
    SortedMap<Integer, Long> before = new TreeMap<>();
    SortedMap<Integer, Long> now = new TreeMap<>();
    boolean changed = false;
    int[] all = cpus.toArray();
    int asked = allRefuse ? 1 : CPUS_AT_A_TIME;
    for (int i = 0; i < Math.min(all.length, asked); i++) {
      int cpu = all[Math.floorMod(nextCpu++, all.length)];
      Reading<Long> reading = machine.msr(cpu, MsrDevice.TSC_ADJUST);
      if (!reading.equals(readings.put(cpu, reading))) {
        changed = true;
        // Where the one that was asked for all answers otherwise now, the rest may do so, too.
        asked = CPUS_AT_A_TIME;
      }
      if (reading instanceof Reading.Present<Long> present) {
        gaveValue = true;
        Optional.ofNullable(values.put(cpu, present.value())).ifPresent(v -> before.put(cpu, v));
        now.put(cpu, present.value());
      }
    }
    pollsToSkip = now.isEmpty() ? RETRY_POLLS : 0;
    allRefuse = now.isEmpty() && cpus.stream().allMatch(cpu -> readings.containsKey(cpu));
    return new Poll(AdjustChanges.between(before, now), changed);
  }

  /** The last answer of each CPU. */
  SortedMap<Integer, Reading<Long>> readings() {
    return Collections.unmodifiableSortedMap(readings);
  }

  Reading<Long> reading(int cpu) {
    return Optional.ofNullable(readings.get(cpu)).orElseGet(() -> Reading.absent("not read yet"));
  }

  /** A value if any CPU gave one, else why not: one CPU that goes offline takes no right away. */
  Reading<Long> access() {
    return readings.values().stream()
        .filter(reading -> reading instanceof Reading.Present)
        .findFirst()
        .or(() -> readings.values().stream().findFirst())
        .orElseGet(() -> Reading.absent("not read yet"));
  }

  /** Whether any CPU ever gave a value: then there is a register, whatever CPUID promises. */
  boolean gaveValue() {
    return gaveValue;
  }

  /** Forgets the values of some CPUs: what they become is no change. */
  void forget(CpuSet cpus) {
    for (int cpu : cpus) {
      readings.remove(cpu);
      values.remove(cpu);
    }
    pollsToSkip = 0;
    allRefuse = false;
  }
}
