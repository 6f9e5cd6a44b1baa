package io.tscwatch.checks.simulate;

import java.util.Map;
import java.util.TreeMap;

/**
 * The counters at the beginning. CPUs that are not named have offset 0, rate 0 and TSC_ADJUST 0.
 *
 * @param khz nominal frequency of all counters, {@link #MIN_KHZ} to {@link #MAX_KHZ}
 * @param startCycles value of a counter with offset 0 when the scenario begins; modulo 2^64
 * @param stepCycles step in which all counters move, 1 when every cycle is visible
 * @param offsetCycles by how much each CPU is ahead (positive) or behind
 * @param ratePicosPerSecond by how much each CPU gains (positive) or loses
 */
public record CounterPlan(
    long khz,
    long startCycles,
    long stepCycles,
    Map<Integer, Long> offsetCycles,
    Map<Integer, Long> ratePicosPerSecond) {

  public static final long MIN_KHZ = 100_000;
  public static final long MAX_KHZ = 8_000_000;
  public static final long MAX_STEP_CYCLES = 1_000_000;

  /** The largest rate error: ten per cent. */
  public static final long MAX_RATE_PICOS_PER_SECOND = 100_000_000_000L;

  public static final CounterPlan DEFAULT =
      new CounterPlan(2_600_000, 2_600_000_000L * 3600, 1, Map.of(), Map.of());

  public CounterPlan {
    if (khz < MIN_KHZ || khz > MAX_KHZ) {
      throw new IllegalArgumentException(
          "a TSC frequency is " + MIN_KHZ + " to " + MAX_KHZ + " kHz, not " + khz + " kHz");
    }
    if (stepCycles < 1 || stepCycles > MAX_STEP_CYCLES) {
      throw new IllegalArgumentException("a counter's step is 1 to " + MAX_STEP_CYCLES + " cycles");
    }
    offsetCycles = Map.copyOf(offsetCycles);
    ratePicosPerSecond = Map.copyOf(ratePicosPerSecond);
    ratePicosPerSecond.values().forEach(CounterPlan::checkRate);
  }

  static void checkRate(long picosPerSecond) {
    if (Math.abs(picosPerSecond) > MAX_RATE_PICOS_PER_SECOND) {
      throw new IllegalArgumentException(
          "a rate error is at most 100000000000 ps/s (10 %), not " + picosPerSecond + " ps/s");
    }
  }

  public CounterPlan withKhz(long value) {
    return new CounterPlan(value, startCycles, stepCycles, offsetCycles, ratePicosPerSecond);
  }

  public CounterPlan withStart(long cycles) {
    return new CounterPlan(khz, cycles, stepCycles, offsetCycles, ratePicosPerSecond);
  }

  public CounterPlan withStep(long cycles) {
    return new CounterPlan(khz, startCycles, cycles, offsetCycles, ratePicosPerSecond);
  }

  public CounterPlan withOffset(int cpu, long cycles) {
    Map<Integer, Long> changed = new TreeMap<>(offsetCycles);
    changed.put(cpu, cycles);
    return new CounterPlan(khz, startCycles, stepCycles, changed, ratePicosPerSecond);
  }

  public CounterPlan withRate(int cpu, long picosPerSecond) {
    Map<Integer, Long> changed = new TreeMap<>(ratePicosPerSecond);
    changed.put(cpu, picosPerSecond);
    return new CounterPlan(khz, startCycles, stepCycles, offsetCycles, changed);
  }
}
