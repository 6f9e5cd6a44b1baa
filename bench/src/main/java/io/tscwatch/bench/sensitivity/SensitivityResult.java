package io.tscwatch.bench.sensitivity;

import io.tscwatch.bench.laboratory.Method;
import io.tscwatch.bench.statistics.Spread;
import java.util.List;

/**
 * What the runs with planted offsets found.
 *
 * @param cpuA side A
 * @param cpuB side B, on which offsets were planted
 * @param seed of the order
 * @param seconds how long all of it took
 * @param curves by method, time and offset
 * @param upFloor one-way minima of the exchange at d = 0, 1 ms: what a positive offset has to
 *     exceed
 * @param downFloor the same for a negative one
 * @param contained exchange runs whose interval, less what was planted, meets that of d = 0
 * @param containedOf all exchange runs that were compared so
 * @param loaded runs at d = 0 beside a hog on each CPU
 */
public record SensitivityResult(
    int cpuA,
    int cpuB,
    long seed,
    double seconds,
    PowerCurves curves,
    Spread upFloor,
    Spread downFloor,
    int contained,
    int containedOf,
    List<Loaded> loaded) {

  /**
   * Runs with nothing planted, beside a hog on each CPU.
   *
   * @param method how the counters were compared
   * @param nanos how long a run was meant to be
   * @param planned runs that were asked for
   * @param measured runs that measured
   * @param alarms runs that say that the counters disagree
   * @param estimateCycles how far the middle of the interval was from 0, for methods that have one
   */
  public record Loaded(
      Method method, long nanos, int planned, int measured, int alarms, Spread estimateCycles) {}
}
