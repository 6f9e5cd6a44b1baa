package io.tscwatch.checks.measure;

import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.schedule.PairSelection;
import io.tscwatch.checks.topology.CpuSet;
import java.util.Optional;

/**
 * What is measured, and how long.
 *
 * @param cpus the CPUs that the user named; empty for all that may be measured
 * @param excluded the CPUs that the user named to be left out
 * @param sparing true to leave isolated and tickless CPUs alone unless they are named
 * @param pairs which pairs
 * @param budgetNanos exchange time for each pair in each sweep
 * @param sweeps how many sweeps, 1 to {@value #MAX_SWEEPS}
 * @param gapNanos pause between two sweeps: a rate between two counters shows only with time
 * @param witnesses whether other clocks are asked of the TSC's rate
 */
public record MeasureOptions(
    Optional<CpuSet> cpus,
    CpuSet excluded,
    boolean sparing,
    PairSelection pairs,
    long budgetNanos,
    int sweeps,
    long gapNanos,
    boolean witnesses) {

  public static final long DEFAULT_BUDGET_NANOS = 1_000_000;
  public static final int MAX_SWEEPS = 10_000;

  /** 1 ms a pair, five sweeps in about a quarter of a second: 1 ppm is 250 ns by then. */
  public static final MeasureOptions DEFAULT =
      new MeasureOptions(
          Optional.empty(),
          CpuSet.empty(),
          true,
          new PairSelection.Automatic(),
          DEFAULT_BUDGET_NANOS,
          5,
          60_000_000,
          true);

  /** The same with other clocks asked. */
  public MeasureOptions(
      Optional<CpuSet> cpus,
      CpuSet excluded,
      boolean sparing,
      PairSelection pairs,
      long budgetNanos,
      int sweeps,
      long gapNanos) {
    this(cpus, excluded, sparing, pairs, budgetNanos, sweeps, gapNanos, true);
  }

  public MeasureOptions {
    if (budgetNanos < ExchangeRequest.MIN_BUDGET_NANOS
        || budgetNanos > ExchangeRequest.MAX_BUDGET_NANOS) {
      throw new IllegalArgumentException(
          "the exchange time of a pair is " + budgetNanos + " ns; it has to be 10 us to 60 s");
    }
    if (sweeps < 1 || sweeps > MAX_SWEEPS) {
      throw new IllegalArgumentException(
          "the number of sweeps is " + sweeps + "; it has to be 1 to " + MAX_SWEEPS);
    }
    if (gapNanos < 0) {
      throw new IllegalArgumentException("the pause between sweeps is negative");
    }
  }
}
