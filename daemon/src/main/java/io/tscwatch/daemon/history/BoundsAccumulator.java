package io.tscwatch.daemon.history;

import io.tscwatch.checks.bounds.CpuOffset;
import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.watch.CpuStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up the bounds of every CPU over the current span. A CPU counts when new evidence of it came,
 * not at each tick: its bounds in between are the same.
 *
 * <p>Memory grows with the CPUs. Not safe for use by many threads.
 */
final class BoundsAccumulator {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Map<Integer, BoundsBucket> current = new HashMap<>();
  private final Map<Integer, Long> evidence = new HashMap<>();
  private final List<BoundsBucket> complete = new ArrayList<>();
  private long spanSeconds;
  private long startSeconds = Long.MIN_VALUE;

  BoundsAccumulator(long spanSeconds) {
    this.spanSeconds = spanSeconds;
  }

  /** A new length, from the next span on. */
  void setSpanSeconds(long seconds) {
    spanSeconds = seconds;
  }

  /**
   * Adds what is known at this moment; gives the buckets of the span that it ended, none if it is
   * of the same. Without the frequency there are no nanoseconds to keep.
   */
  List<BoundsBucket> add(long realtimeNanos, Optional<TscFrequency> known, List<CpuStatus> cpus) {
    long moment = Math.floorDiv(realtimeNanos, NANOS_PER_SECOND);
    long start = Spans.startOf(moment, spanSeconds);
    List<BoundsBucket> ended = List.of();
    if (start != startSeconds) {
      ended = flush();
      startSeconds = start;
    }
    if (known.isPresent()) {
      for (CpuStatus cpu : cpus) {
        add(cpu, known.get(), start);
      }
    }
    return ended;
  }

  /** Gives what there is of the current span, and forgets it. */
  List<BoundsBucket> flush() {
    complete.addAll(current.values());
    List<BoundsBucket> ended = List.copyOf(complete);
    current.clear();
    complete.clear();
    return ended;
  }

  private void add(CpuStatus status, TscFrequency frequency, long start) {
    if (status.offset().isEmpty() || status.evidenceMonotonicNanos().isEmpty()) {
      return;
    }
    Long moment = status.evidenceMonotonicNanos().getAsLong();
    if (moment.equals(evidence.put(status.cpu(), moment))) {
      return;
    }
    CpuOffset offset = status.offset().get();
    BoundsBucket sample =
        BoundsBucket.ofSample(
            spanSeconds,
            start,
            status.cpu(),
            offset.reference(),
            frequency.lowerNanos(offset.bounds().lowerCycles()),
            frequency.upperNanos(offset.bounds().upperCycles()),
            frequency.upperNanos(offset.bounds().widthCycles()));
    BoundsBucket before = current.get(status.cpu());
    if (before == null) {
      current.put(status.cpu(), sample);
    } else if (before.reference() == offset.reference()) {
      current.put(status.cpu(), before.plus(sample));
    } else {
      complete.add(before);
      current.put(status.cpu(), sample);
    }
  }
}
