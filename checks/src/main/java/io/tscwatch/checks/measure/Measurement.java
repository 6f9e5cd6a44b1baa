package io.tscwatch.checks.measure;

import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.Granularity;
import io.tscwatch.checks.machine.TimeSample;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.schedule.ParallelDecision;
import io.tscwatch.checks.schedule.SweepCoverage;
import io.tscwatch.checks.topology.CpuChoice;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was measured, raw.
 *
 * @param choice the CPUs that were to be measured, and why not the others
 * @param coverage which pairs of them one sweep holds
 * @param parallel whether disjoint pairs were measured at the same time, and why
 * @param granularity the step of each CPU's counter, as far as it was read
 * @param sweeps in order, retries included
 * @param first the clocks before the first sweep
 * @param last the clocks after the last one
 */
public record Measurement(
    CpuChoice choice,
    SweepCoverage coverage,
    ParallelDecision parallel,
    SortedMap<Integer, Reading<Granularity>> granularity,
    List<SweepResult> sweeps,
    Optional<TimeSample> first,
    Optional<TimeSample> last) {

  private static final long READING_NANOS = 1_000_000;

  public Measurement {
    granularity = Collections.unmodifiableSortedMap(new TreeMap<>(granularity));
    sweeps = List.copyOf(sweeps);
  }

  /** Every result of every sweep, in order. */
  public List<ExchangeResult> results() {
    return sweeps.stream().flatMap(sweep -> sweep.results().stream()).toList();
  }

  /** CPU time that the exchanges took, of all CPUs together. */
  public long cpuNanos() {
    return results().stream().mapToLong(ExchangeResult::cpuNanos).sum();
  }

  /**
   * How long the host slept between the first and the last reading of its clocks: BOOTTIME goes on
   * in a suspend, MONOTONIC does not (clock_gettime(2)). 0 if it did not, or if a reading is
   * missing.
   */
  public long sleptNanos() {
    if (first.isEmpty() || last.isEmpty()) {
      return 0;
    }
    long before = first.get().boottimeNanos() - first.get().monotonicNanos();
    long after = last.get().boottimeNanos() - last.get().monotonicNanos();
    // Both clocks are read one after the other: less than this is the reading, not a suspend.
    return after - before > READING_NANOS ? after - before : 0;
  }
}
