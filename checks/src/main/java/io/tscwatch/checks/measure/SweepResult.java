package io.tscwatch.checks.measure;

import io.tscwatch.checks.exchange.ExchangeResult;
import java.util.List;

/**
 * One pass over the scheduled pairs, retries included.
 *
 * @param budgetNanos exchange time that each pair was given
 * @param results in the order in which they were measured
 */
public record SweepResult(long budgetNanos, List<ExchangeResult> results) {

  public SweepResult {
    results = List.copyOf(results);
  }
}
