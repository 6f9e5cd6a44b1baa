package io.tscwatch.checks.bounds;

import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * The tightest bounds of every CPU against one reference CPU, and the CPUs that carry them.
 *
 * <p>Immutable; safe for use by many threads.
 */
public final class ReferenceBounds {

  private final OffsetMatrix measured;
  private final int reference;
  private final long[] upper;
  private final long[] back;
  private final int[] outward;
  private final int[] homeward;

  ReferenceBounds(
      OffsetMatrix measured, int reference, ShortestPaths outward, ShortestPaths homeward) {
    int n = measured.size();
    this.measured = measured;
    this.reference = reference;
    this.upper = new long[n];
    this.back = new long[n];
    this.outward = new int[n];
    this.homeward = new int[n];
    for (int i = 0; i < n; i++) {
      upper[i] = outward.upper(i);
      back[i] = homeward.upper(i);
      this.outward[i] = outward.parent(i);
      this.homeward[i] = homeward.parent(i);
    }
  }

  /** The CPU that all others are compared with. */
  public int reference() {
    return measured.cpu(reference);
  }

  /** The bounds of one CPU against the reference; empty if no measured pairs connect them. */
  public Optional<OffsetBounds> bounds(int cpu) {
    int i = measured.indexOf(cpu);
    return connected(i) ? Optional.of(new OffsetBounds(-back[i], upper[i])) : Optional.empty();
  }

  private boolean connected(int i) {
    return upper[i] != OffsetMatrix.INFINITE && back[i] != OffsetMatrix.INFINITE;
  }

  /** The CPUs that no measured pairs connect with the reference, both ways. */
  public CpuSet unconnected() {
    List<Integer> cpus = new ArrayList<>();
    for (int i = 0; i < upper.length; i++) {
      if (!connected(i)) {
        cpus.add(measured.cpu(i));
      }
    }
    return CpuSet.of(cpus);
  }

  /**
   * The CPUs on the path that carries the upper bound, from the reference to {@code cpu}, both
   * included: {@code [0, 4, 5]} is "CPU 5 against CPU 0 through CPU 4". Empty if unconnected.
   */
  public List<Integer> upperPath(int cpu) {
    return path(measured.indexOf(cpu), outward);
  }

  /**
   * The CPUs on the path that carries the lower bound, also from the reference to {@code cpu}. It
   * may be another one: the other directions of the exchanges carry it.
   */
  public List<Integer> lowerPath(int cpu) {
    return path(measured.indexOf(cpu), homeward);
  }

  private List<Integer> path(int index, int[] parent) {
    List<Integer> path = new ArrayList<>();
    if (connected(index)) {
      for (int at = index; at >= 0; at = parent[at]) {
        path.add(measured.cpu(at));
      }
      Collections.reverse(path);
    }
    return path;
  }

  /**
   * Every connected CPU against the reference, ascending by CPU, the reference itself left out.
   *
   * @param stepCycles granularity of a CPU's counter by CPU number, 1 if unknown
   */
  public List<CpuOffset> offsets(IntToLongFunction stepCycles) {
    List<CpuOffset> offsets = new ArrayList<>();
    long referenceStep = stepCycles.applyAsLong(reference());
    for (int i = 0; i < upper.length; i++) {
      if (i != reference && connected(i)) {
        int cpu = measured.cpu(i);
        long step = Math.max(referenceStep, stepCycles.applyAsLong(cpu));
        OffsetBounds bounds = new OffsetBounds(-back[i], upper[i]);
        boolean direct = outward[i] == reference && homeward[i] == reference;
        offsets.add(CpuOffset.of(cpu, reference(), bounds, step, direct));
      }
    }
    return offsets;
  }
}
