package io.tscwatch.daemon.history;

import java.util.List;
import java.util.stream.LongStream;

/** How time is cut into spans: the finest by setting, then hours, then days, all in UTC. */
final class Spans {

  static final long HOUR_SECONDS = 3_600;
  static final long DAY_SECONDS = 86_400;

  private Spans() {}

  /** The coarser spans into which one of this length is added up. */
  static List<Long> coarserThan(long spanSeconds) {
    return LongStream.of(HOUR_SECONDS, DAY_SECONDS).filter(s -> s > spanSeconds).boxed().toList();
  }

  /**
   * When the span began that holds this moment. Spans are counted from the start of the hour, those
   * of an hour and more from the start of the day: none crosses the start of a coarser one,
   * whatever its length, so that the coarser are exact sums of the finer.
   */
  static long startOf(long momentSeconds, long spanSeconds) {
    long coarser = spanSeconds < HOUR_SECONDS ? HOUR_SECONDS : DAY_SECONDS;
    long within = Math.floorMod(momentSeconds, Math.max(coarser, spanSeconds));
    return momentSeconds - Math.floorMod(within, spanSeconds);
  }
}
