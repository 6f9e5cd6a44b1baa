package io.tscwatch.checks.bounds;

import io.tscwatch.checks.topology.CpuSet;
import java.util.Arrays;
import java.util.Optional;

/**
 * The tightest certified bounds of every pair of CPUs: closed, that is {@code u(i, k) <= u(i, j) +
 * u(j, k)} for all.
 *
 * <p>Immutable; safe for use by many threads.
 */
public final class ClosedMatrix {

  private final CpuSet cpus;
  private final int[] numbers;

  /** By CPU number; -1 where there is none. Judging looks up millions of pairs. */
  private final int[] index;

  private final long[][] upper;

  /** Takes over the array: {@code upper[i][j]} bounds offset(j) - offset(i). */
  ClosedMatrix(CpuSet cpus, long[][] upper) {
    this.cpus = cpus;
    this.numbers = cpus.toArray();
    this.index = new int[numbers.length == 0 ? 0 : numbers[numbers.length - 1] + 1];
    Arrays.fill(index, -1);
    for (int i = 0; i < numbers.length; i++) {
      index[numbers[i]] = i;
    }
    this.upper = upper;
  }

  /** The CPUs. */
  public CpuSet cpus() {
    return cpus;
  }

  /** Upper bound of {@code offset(toCpu) - offset(fromCpu)}, or {@link OffsetMatrix#INFINITE}. */
  public long upperCycles(int fromCpu, int toCpu) {
    return upper[indexOf(fromCpu)][indexOf(toCpu)];
  }

  /** The bounds of one CPU against another; empty if no measured pairs connect them. */
  public Optional<OffsetBounds> bounds(int cpu, int against) {
    long above = upperCycles(against, cpu);
    long back = upperCycles(cpu, against);
    return above == OffsetMatrix.INFINITE || back == OffsetMatrix.INFINITE
        ? Optional.empty()
        : Optional.of(new OffsetBounds(-back, above));
  }

  /**
   * The least and the largest of the upper bounds of {@code offset(to) - offset(from)} of two sets
   * of CPUs, a CPU with itself left out.
   *
   * @param leastCycles negative if some CPU of {@code from} is provably ahead of one of {@code to},
   *     and by how much the furthest pair is at least; {@link OffsetMatrix#INFINITE} without a pair
   * @param mostCycles no CPU of {@code to} is ahead of one of {@code from} by more; INFINITE if a
   *     pair is not connected, least of all longs without a pair
   */
  public record UpperRange(long leastCycles, long mostCycles) {}

  /**
   * Ranges over all ordered pairs of two sets, which may overlap.
   *
   * @throws IllegalArgumentException if a CPU is not in this matrix
   */
  public UpperRange upperRange(CpuSet from, CpuSet to) {
    int[] targets = to.stream().map(this::indexOf).toArray();
    long least = OffsetMatrix.INFINITE;
    long most = Long.MIN_VALUE;
    for (int cpu : from) {
      int i = indexOf(cpu);
      for (int j : targets) {
        if (i != j) {
          least = Math.min(least, upper[i][j]);
          most = Math.max(most, upper[i][j]);
        }
      }
    }
    return new UpperRange(least, most);
  }

  int size() {
    return numbers.length;
  }

  int cpu(int index) {
    return numbers[index];
  }

  long upper(int i, int j) {
    return upper[i][j];
  }

  int indexOf(int cpu) {
    if (cpu < 0 || cpu >= index.length || index[cpu] < 0) {
      throw new IllegalArgumentException("CPU " + cpu + " is not in this matrix");
    }
    return index[cpu];
  }
}
