package io.tscwatch.bench.variants;

import io.tscwatch.bench.laboratory.Variant;
import io.tscwatch.bench.statistics.Spread;
import java.util.List;

/**
 * What the variants reached.
 *
 * @param rows by variant and length of the run
 * @param exchange the kernel's exchange with its certified blocks, in the same mixed run
 * @param scheduling the exchange under load, as any thread and as SCHED_FIFO
 * @param threadStartMicros from making a pinned thread to its first instruction
 * @param callMicros a whole call of the kernel for a pair of 1 ms: two threads made, met, ended
 * @param stops what ending early would have saved, and cost
 */
public record VariantsResult(
    List<Row> rows,
    List<Row> exchange,
    List<Scheduling> scheduling,
    Spread threadStartMicros,
    Spread callMicros,
    List<Stop> stops) {

  /**
   * Runs of one variant.
   *
   * @param variant of the loop
   * @param nanos how long a run was
   * @param widthCycles of the interval
   */
  public record Row(Variant variant, long nanos, Spread widthCycles) {}

  /**
   * Runs of 1 ms beside a hog on each CPU.
   *
   * @param fifo on threads of SCHED_FIFO
   * @param refused the process may not have such threads; then nothing else counts
   * @param widthCycles of the interval
   * @param micros how long a run really took
   */
  public record Scheduling(boolean fifo, boolean refused, Spread widthCycles, Spread micros) {}

  /**
   * Ending a run when its width has not improved for some time.
   *
   * @param quietNanos that time
   * @param runs how many were looked at
   * @param micros when they would have ended
   * @param wider the share of runs that would have ended wider than they got in full
   * @param ratio the width at the early end, against that in full
   */
  public record Stop(long quietNanos, int runs, Spread micros, double wider, Spread ratio) {}
}
