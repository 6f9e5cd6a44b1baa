package io.tscwatch.checks.bounds;

import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.OneWay;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The measured upper bounds {@code offset(to) - offset(from) <= u[from][to]} of a set of CPUs, as
 * they came from the exchanges: the tightest for each ordered pair, none derived from another.
 *
 * <p>Kept as lists of neighbours, since a large machine measures a few pairs of each CPU and not
 * all: 16 bytes a constraint, against 8 x CPUs^2 for a full matrix.
 *
 * <p>Immutable; safe for use by many threads.
 */
public final class OffsetMatrix {

  /** The upper bound of a pair of which nothing is known. */
  public static final long INFINITE = Long.MAX_VALUE;

  private final int[] cpus;

  /** Constraints of index i are at first[i] .. first[i + 1] - 1 of the two arrays below. */
  private final int[] first;

  private final int[] target;
  private final long[] upper;

  private OffsetMatrix(int[] cpus, int[] first, int[] target, long[] upper) {
    this.cpus = cpus;
    this.first = first;
    this.target = target;
    this.upper = upper;
  }

  /**
   * The matrix of the given CPUs from exchanges. Several of one pair intersect; pairs that were not
   * measured add nothing.
   *
   * @param cpus every CPU to be judged, whether it was measured or not
   * @throws IllegalArgumentException if a measured CPU is not among {@code cpus}
   */
  public static OffsetMatrix ofExchanges(CpuSet cpus, Iterable<ExchangeResult> results) {
    List<OffsetConstraint> constraints = new ArrayList<>();
    for (ExchangeResult result : results) {
      if (result.measured()) {
        constraints.add(constraint(result.cpuA(), result.cpuB(), result.aToB()));
        constraints.add(constraint(result.cpuB(), result.cpuA(), result.bToA()));
      }
    }
    return ofConstraints(cpus, constraints);
  }

  private static OffsetConstraint constraint(int from, int to, Optional<OneWay> best) {
    return new OffsetConstraint(from, to, best.orElseThrow().cycles());
  }

  /**
   * The matrix of the given CPUs from constraints of any origin. An upper bound above {@link
   * OffsetBounds#LIMIT_CYCLES} says nothing and is left out.
   *
   * @throws IllegalArgumentException if a constraint names a CPU that is not among {@code cpus}
   */
  public static OffsetMatrix ofConstraints(CpuSet cpus, List<OffsetConstraint> constraints) {
    int[] numbers = cpus.toArray();
    int n = numbers.length;
    List<OffsetConstraint> useful = new ArrayList<>(constraints.size());
    for (OffsetConstraint constraint : constraints) {
      if (!cpus.contains(constraint.fromCpu()) || !cpus.contains(constraint.toCpu())) {
        throw new IllegalArgumentException(constraint + " is outside the CPUs " + cpus);
      }
      if (constraint.upperCycles() <= OffsetBounds.LIMIT_CYCLES) {
        useful.add(constraint);
      }
    }
    int m = useful.size();
    int[] from = new int[m];
    int[] to = new int[m];
    long[] cycles = new long[m];
    for (int e = 0; e < m; e++) {
      OffsetConstraint constraint = useful.get(e);
      from[e] = Arrays.binarySearch(numbers, constraint.fromCpu());
      to[e] = Arrays.binarySearch(numbers, constraint.toCpu());
      // Raising an upper bound is always sound; anything below -LIMIT contradicts the premise
      // alike.
      cycles[e] = Math.max(constraint.upperCycles(), -OffsetBounds.LIMIT_CYCLES - 1);
    }
    return compact(
        numbers, n, stableOrder(n, from, stableOrder(n, to, identity(m))), from, to, cycles);
  }

  private static OffsetMatrix compact(
      int[] cpus, int n, int[] order, int[] from, int[] to, long[] cycles) {
    int[] first = new int[n + 1];
    int[] target = new int[order.length];
    long[] upper = new long[order.length];
    int kept = 0;
    int row = 0;
    for (int e : order) {
      while (row < from[e]) {
        first[++row] = kept;
      }
      if (kept > first[row] && target[kept - 1] == to[e]) {
        upper[kept - 1] = Math.min(upper[kept - 1], cycles[e]);
      } else {
        target[kept] = to[e];
        upper[kept++] = cycles[e];
      }
    }
    while (row < n) {
      first[++row] = kept;
    }
    return new OffsetMatrix(cpus, first, Arrays.copyOf(target, kept), Arrays.copyOf(upper, kept));
  }

  private static int[] identity(int m) {
    int[] order = new int[m];
    Arrays.setAll(order, e -> e);
    return order;
  }

  /** The given order of constraints, sorted by key and otherwise unchanged (counting sort). */
  static int[] stableOrder(int n, int[] key, int[] order) {
    int[] next = new int[n + 1];
    for (int e : order) {
      next[key[e] + 1]++;
    }
    for (int i = 0; i < n; i++) {
      next[i + 1] += next[i];
    }
    int[] sorted = new int[order.length];
    for (int e : order) {
      sorted[next[key[e]]++] = e;
    }
    return sorted;
  }

  /** The CPUs, measured or not. */
  public CpuSet cpus() {
    return CpuSet.of(cpus);
  }

  /** How many ordered pairs have a bound. */
  public int constraintCount() {
    return target.length;
  }

  /** Every constraint, ascending by sender and then by receiver. */
  public List<OffsetConstraint> constraints() {
    List<OffsetConstraint> all = new ArrayList<>(target.length);
    for (int i = 0; i < cpus.length; i++) {
      for (int e = first[i]; e < first[i + 1]; e++) {
        all.add(new OffsetConstraint(cpus[i], cpus[target[e]], upper[e]));
      }
    }
    return all;
  }

  /** Measured upper bound of {@code offset(toCpu) - offset(fromCpu)}, or {@link #INFINITE}. */
  public long upperCycles(int fromCpu, int toCpu) {
    int e = edge(indexOf(fromCpu), indexOf(toCpu));
    return e < 0 ? INFINITE : upper[e];
  }

  /**
   * What the measurements of this very pair prove of {@code cpu} against {@code against}; empty if
   * it was not measured both ways, or if its own two directions contradict each other.
   */
  public Optional<OffsetBounds> bounds(int cpu, int against) {
    long above = upperCycles(against, cpu);
    long back = upperCycles(cpu, against);
    boolean known = above != INFINITE && back != INFINITE;
    boolean possible = known && above + back >= 0 && above >= -OffsetBounds.LIMIT_CYCLES;
    return possible && back >= -OffsetBounds.LIMIT_CYCLES
        ? Optional.of(new OffsetBounds(-back, above))
        : Optional.empty();
  }

  /** The same measurements without those of some CPUs. */
  public OffsetMatrix without(CpuSet removed) {
    CpuSet all = cpus();
    CpuSet rest = all.minus(removed);
    if (rest.equals(all)) {
      return this;
    }
    List<OffsetConstraint> kept = new ArrayList<>(target.length);
    for (OffsetConstraint constraint : constraints()) {
      if (rest.contains(constraint.fromCpu()) && rest.contains(constraint.toCpu())) {
        kept.add(constraint);
      }
    }
    return ofConstraints(rest, kept);
  }

  int size() {
    return cpus.length;
  }

  int cpu(int index) {
    return cpus[index];
  }

  /** The index of a CPU number. */
  int indexOf(int cpu) {
    int index = Arrays.binarySearch(cpus, cpu);
    if (index < 0) {
      throw new IllegalArgumentException("CPU " + cpu + " is not in this matrix");
    }
    return index;
  }

  int firstEdge(int index) {
    return first[index];
  }

  int target(int edge) {
    return target[edge];
  }

  long upper(int edge) {
    return upper[edge];
  }

  /** The position of the constraint between two indices, or a negative number. */
  int edge(int from, int to) {
    return Math.max(-1, Arrays.binarySearch(target, first[from], first[from + 1], to));
  }

  OffsetConstraint constraint(int from, int to) {
    return new OffsetConstraint(cpus[from], cpus[to], upper[edge(from, to)]);
  }

  /** The same constraints seen from the receivers: row j holds the senders to j. */
  OffsetMatrix transposed() {
    int n = cpus.length;
    int m = target.length;
    int[] sender = new int[m];
    for (int i = 0; i < n; i++) {
      Arrays.fill(sender, first[i], first[i + 1], i);
    }
    return compact(cpus, n, stableOrder(n, target, identity(m)), target, sender, upper);
  }
}
