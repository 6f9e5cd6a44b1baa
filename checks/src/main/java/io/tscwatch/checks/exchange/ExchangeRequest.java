package io.tscwatch.checks.exchange;

/**
 * One pair of CPUs to be measured against each other.
 *
 * @param cpuA Linux CPU number of side A, not equal to {@code cpuB}
 * @param cpuB Linux CPU number of side B
 * @param budgetNanos how long the two sides exchange, 10 us to 60 s
 * @param injectA planted fault of side A, normally {@link Injection#NONE}
 * @param injectB planted fault of side B, normally {@link Injection#NONE}
 */
public record ExchangeRequest(
    int cpuA, int cpuB, long budgetNanos, Injection injectA, Injection injectB) {

  public static final long MIN_BUDGET_NANOS = 10_000;
  public static final long MAX_BUDGET_NANOS = 60_000_000_000L;

  public ExchangeRequest {
    if (cpuA < 0 || cpuB < 0 || cpuA == cpuB) {
      throw new IllegalArgumentException("not a pair of CPUs: " + cpuA + ", " + cpuB);
    }
    if (budgetNanos < MIN_BUDGET_NANOS || budgetNanos > MAX_BUDGET_NANOS) {
      throw new IllegalArgumentException(
          "exchange budget "
              + budgetNanos
              + " ns is outside "
              + MIN_BUDGET_NANOS
              + ".."
              + MAX_BUDGET_NANOS
              + " ns");
    }
  }

  /** A pair with nothing planted. */
  public ExchangeRequest(int cpuA, int cpuB, long budgetNanos) {
    this(cpuA, cpuB, budgetNanos, Injection.NONE, Injection.NONE);
  }
}
