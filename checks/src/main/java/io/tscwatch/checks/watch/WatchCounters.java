package io.tscwatch.checks.watch;

import io.tscwatch.checks.exchange.ExchangeOutcome;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the watch has done since it started. Every number only grows.
 *
 * @param ticks partial sweeps
 * @param sweeps whole passes over the schedule
 * @param exchangesMeasured pairs that gave bounds
 * @param exchangesFailed pairs that did not, by why
 * @param blocksDropped blocks of samples dropped because a side was interrupted
 * @param cpuNanos CPU time taken by exchanges, of all CPUs together
 * @param events events of each kind
 */
public record WatchCounters(
    long ticks,
    long sweeps,
    long exchangesMeasured,
    Map<ExchangeOutcome, Long> exchangesFailed,
    long blocksDropped,
    long cpuNanos,
    Map<WatchEvent.Kind, Long> events) {

  public WatchCounters {
    Map<ExchangeOutcome, Long> failed = new EnumMap<>(ExchangeOutcome.class);
    failed.putAll(exchangesFailed);
    exchangesFailed = Collections.unmodifiableMap(failed);
    Map<WatchEvent.Kind, Long> counted = new EnumMap<>(WatchEvent.Kind.class);
    counted.putAll(events);
    events = Collections.unmodifiableMap(counted);
  }
}
