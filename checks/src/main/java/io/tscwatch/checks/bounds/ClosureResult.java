package io.tscwatch.checks.bounds;

import io.tscwatch.checks.topology.CpuSet;
import java.util.List;

/** Whether all measured bounds can hold at once. */
public sealed interface ClosureResult {

  /** They can; the closure tightens them along paths. */
  record Consistent(Closure closure) implements ClosureResult {}

  /**
   * They cannot: around a cycle of CPUs the upper bounds sum up to less than zero, while the
   * offsets around any cycle sum up to zero. Each bound was true when it was measured, so offsets
   * moved, or rates differ, between these measurements.
   *
   * @param cycle the constraints around the cycle, each starting where the one before it ends; the
   *     pair itself where its two directions contradict each other. A last constraint of {@link
   *     OffsetBounds#LIMIT_CYCLES} is the premise that no two counters are further apart
   * @param sumCycles the sum of their bounds, negative; at most the true one where that is no long
   * @param suspects the CPUs of the cycle without any one of which all other bounds agree; one CPU
   *     here is the culprit, two cannot be told apart, none: more than one CPU moved
   */
  record Inconsistent(List<OffsetConstraint> cycle, long sumCycles, CpuSet suspects)
      implements ClosureResult {

    public Inconsistent {
      cycle = List.copyOf(cycle);
    }

    /** The CPUs of the cycle in its order; the first one is not repeated at the end. */
    public List<Integer> cpus() {
      return cycle.stream().map(OffsetConstraint::fromCpu).toList();
    }
  }
}
