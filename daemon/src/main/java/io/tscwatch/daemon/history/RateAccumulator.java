package io.tscwatch.daemon.history;

import io.tscwatch.checks.witness.RateInterval;
import io.tscwatch.checks.witness.WitnessReport;
import io.tscwatch.checks.witness.WitnessStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up the rates against other clocks over the current span. A clock counts when it was looked
 * at, not at each tick. Not safe for use by many threads.
 */
final class RateAccumulator {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Map<String, RateBucket> current = new HashMap<>();
  private final Map<String, Long> looks = new HashMap<>();
  private WitnessReport last = WitnessReport.NONE;
  private long spanSeconds;
  private long startSeconds = Long.MIN_VALUE;

  RateAccumulator(long spanSeconds) {
    this.spanSeconds = spanSeconds;
  }

  /** A new length, from the next span on. */
  void setSpanSeconds(long seconds) {
    spanSeconds = seconds;
  }

  /** Adds what is known at this moment; gives the buckets of the span that it ended. */
  List<RateBucket> add(long realtimeNanos, WitnessReport report) {
    long start = Spans.startOf(Math.floorDiv(realtimeNanos, NANOS_PER_SECOND), spanSeconds);
    List<RateBucket> ended = List.of();
    if (start != startSeconds) {
      ended = flush();
      startSeconds = start;
    }
    if (!isTheLast(report)) {
      last = report;
      report.witnesses().forEach(this::add);
    }
    return ended;
  }

  /** With most ticks no clock was looked at, and the report is the same one. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isTheLast(WitnessReport report) {
    return last == report;
  }

  private void add(WitnessStatus witness) {
    Long seen = witness.cost().looks();
    if (witness.rate().isEmpty() || seen.equals(looks.put(witness.name(), seen))) {
      return;
    }
    RateInterval rate = witness.rate().get();
    current.merge(
        witness.name(),
        RateBucket.ofSample(
            spanSeconds,
            startSeconds,
            witness.name(),
            rate.minPicosPerSecond(),
            rate.maxPicosPerSecond()),
        RateBucket::plus);
  }

  /** Gives what there is of the current span, and forgets it. */
  List<RateBucket> flush() {
    List<RateBucket> ended = List.copyOf(current.values());
    current.clear();
    return ended;
  }
}
