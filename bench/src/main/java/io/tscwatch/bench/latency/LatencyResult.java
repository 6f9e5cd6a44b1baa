package io.tscwatch.bench.latency;

import java.util.List;

/**
 * How soon faults were told.
 *
 * @param intervalNanos between two looks of the watch
 * @param kinds of faults
 */
public record LatencyResult(long intervalNanos, List<Kind> kinds) {

  public LatencyResult {
    kinds = List.copyOf(kinds);
  }

  /**
   * One kind of fault, planted again and again.
   *
   * @param name such as {@code offset of 1 us}
   * @param statusMillis from planting it until {@code /v1/status} told it, each run
   * @param eventMillis until the event stream did
   */
  public record Kind(String name, List<Double> statusMillis, List<Double> eventMillis) {

    public Kind {
      statusMillis = List.copyOf(statusMillis);
      eventMillis = List.copyOf(eventMillis);
    }
  }
}
