package io.tscwatch.checks.simulate;

import io.tscwatch.checks.exchange.ExchangeOutcome;

/** Two CPUs whose exchange always ends without bounds. */
public record PairFailure(int cpuA, int cpuB, ExchangeOutcome outcome) {

  public PairFailure {
    if (outcome == ExchangeOutcome.MEASURED) {
      throw new IllegalArgumentException("MEASURED is no failure");
    }
    if (cpuA == cpuB) {
      throw new IllegalArgumentException("not a pair of CPUs: " + cpuA + ", " + cpuB);
    }
  }
}
