package io.tscwatch.checks.watch;

import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.witness.WitnessSettings;
import java.util.Optional;

/**
 * How a machine is watched.
 *
 * @param cpus the CPUs that were named; empty for all that may be measured
 * @param excluded the CPUs that are never touched
 * @param sparing true to leave isolated and tickless CPUs alone unless they are named
 * @param intervalNanos from one partial sweep to the next, 10 ms to 1 h
 * @param coverWithinNanos every CPU is to be measured at least this often; one interval or more
 * @param pairBudgetNanos exchange time of each pair
 * @param sharePartsPerMillion the share of each CPU that measuring may take, 1 to 1,000,000
 * @param limits what is tolerated
 * @param clearAfterNanos how long a warning or a want of evidence must be gone before it is dropped
 * @param requalifyAfterNanos how long everything must be clean after a proven fault
 * @param staleAfterNanos evidence older than this counts for nothing
 * @param followKernelLog whether the kernel log is read
 * @param witnesses how other clocks are asked of the TSC's rate
 */
public record WatchSettings(
    Optional<CpuSet> cpus,
    CpuSet excluded,
    boolean sparing,
    long intervalNanos,
    long coverWithinNanos,
    long pairBudgetNanos,
    int sharePartsPerMillion,
    Limits limits,
    long clearAfterNanos,
    long requalifyAfterNanos,
    long staleAfterNanos,
    boolean followKernelLog,
    WitnessSettings witnesses) {

  /** One second, every CPU within ten, 0.1 % of each, ten minutes to regain a verdict. */
  public static final WatchSettings DEFAULT =
      new WatchSettings(
          Optional.empty(),
          CpuSet.empty(),
          true,
          1_000_000_000L,
          10_000_000_000L,
          500_000,
          1000,
          Limits.DEFAULT,
          30_000_000_000L,
          600_000_000_000L,
          60_000_000_000L,
          true,
          WitnessSettings.DEFAULT);

  /**
   * @throws IllegalArgumentException naming the value that is out of range; interval, cover time
   *     and share are checked by {@link io.tscwatch.checks.schedule.WatchBudget}
   */
  public WatchSettings {
    if (pairBudgetNanos < ExchangeRequest.MIN_BUDGET_NANOS
        || pairBudgetNanos > ExchangeRequest.MAX_BUDGET_NANOS) {
      throw new IllegalArgumentException(
          "the exchange time of a pair is " + pairBudgetNanos + " ns; it has to be 10 us to 60 s");
    }
    if (clearAfterNanos < 0 || requalifyAfterNanos < 0 || staleAfterNanos < 1) {
      throw new IllegalArgumentException("a time of the verdict is negative");
    }
  }
}
