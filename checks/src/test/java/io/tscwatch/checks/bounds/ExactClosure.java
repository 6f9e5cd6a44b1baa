package io.tscwatch.checks.bounds;

import io.tscwatch.checks.topology.CpuSet;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The definition to compare with: Floyd-Warshall in unlimited integers, with the premise that no
 * two counters are further apart than the limit as a constraint like any other.
 */
final class ExactClosure {

  private static final BigInteger LIMIT = BigInteger.valueOf(OffsetBounds.LIMIT_CYCLES);

  private final CpuSet cpus;
  private final List<OffsetConstraint> constraints;
  private final List<Integer> numbers;
  private final boolean contradictory;
  private final List<List<Optional<BigInteger>>> upper;

  private ExactClosure(CpuSet cpus, List<OffsetConstraint> constraints) {
    this.cpus = cpus;
    this.constraints = constraints;
    this.numbers = cpus.stream().boxed().toList();
    BigInteger[][] withPremise = shortest(true);
    boolean negative = false;
    for (int i = 0; i < numbers.size(); i++) {
      negative |= withPremise[i][i].signum() < 0;
    }
    this.contradictory = negative;
    BigInteger[][] measured = negative ? withPremise : shortest(false);
    this.upper =
        Arrays.stream(measured)
            .map(row -> Arrays.stream(row).map(Optional::ofNullable).toList())
            .toList();
  }

  static ExactClosure of(CpuSet cpus, List<OffsetConstraint> constraints) {
    return new ExactClosure(cpus, constraints);
  }

  private BigInteger[][] shortest(boolean premise) {
    int n = numbers.size();
    BigInteger[][] u = new BigInteger[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        u[i][j] = i == j ? BigInteger.ZERO : premise ? LIMIT : null;
      }
    }
    for (OffsetConstraint constraint : constraints) {
      int i = numbers.indexOf(constraint.fromCpu());
      int j = numbers.indexOf(constraint.toCpu());
      // By its contract the matrix leaves out what says nothing.
      if (constraint.upperCycles() <= OffsetBounds.LIMIT_CYCLES) {
        u[i][j] = min(u[i][j], BigInteger.valueOf(constraint.upperCycles()));
      }
    }
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          if (u[i][k] != null && u[k][j] != null) {
            u[i][j] = min(u[i][j], u[i][k].add(u[k][j]));
          }
        }
      }
    }
    return u;
  }

  private static BigInteger min(BigInteger a, BigInteger b) {
    return a == null || b.compareTo(a) < 0 ? b : a;
  }

  boolean contradictory() {
    return contradictory;
  }

  ExactClosure without(int cpu) {
    return of(
        cpus.minus(CpuSet.of(cpu)),
        constraints.stream().filter(c -> c.fromCpu() != cpu && c.toCpu() != cpu).toList());
  }

  /** The bound as {@link ClosedMatrix} states it: beyond the limit it says nothing. */
  long upper(int fromCpu, int toCpu) {
    return upper
        .get(numbers.indexOf(fromCpu))
        .get(numbers.indexOf(toCpu))
        .filter(cycles -> cycles.compareTo(LIMIT) <= 0)
        .map(BigInteger::longValueExact)
        .orElse(OffsetMatrix.INFINITE);
  }

  static BigInteger sum(List<OffsetConstraint> cycle) {
    return cycle.stream()
        .map(constraint -> BigInteger.valueOf(constraint.upperCycles()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }
}
