package io.tscwatch.daemon.history;

import io.tscwatch.checks.topology.CpuSet;

/**
 * Which bounds are wanted.
 *
 * @param spanSeconds of which length; 3600 and 86400 always exist, the finest is by setting
 * @param sinceRealtimeNanos spans that end after this moment, nanoseconds since 1970
 * @param untilRealtimeNanos spans that begin before this moment
 * @param cpus of these; of all if empty
 * @param skip so many rows are left out first: for the next page
 * @param limit the most rows wanted, 1 to {@value #MOST}
 */
public record BoundsQuery(
    long spanSeconds,
    long sinceRealtimeNanos,
    long untilRealtimeNanos,
    CpuSet cpus,
    long skip,
    int limit) {

  /** No answer has more rows: what a client may ask for, and one to know whether there are more. */
  public static final int MOST = 10_001;

  public BoundsQuery {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("a limit of " + limit + " is outside 1.." + MOST);
    }
  }

  /** Hours of all CPUs since this moment. */
  public static BoundsQuery since(long realtimeNanos) {
    return new BoundsQuery(
        Spans.HOUR_SECONDS, realtimeNanos, Long.MAX_VALUE, CpuSet.empty(), 0, MOST);
  }

  public BoundsQuery until(long realtimeNanos) {
    return new BoundsQuery(spanSeconds, sinceRealtimeNanos, realtimeNanos, cpus, skip, limit);
  }

  public BoundsQuery spans(long seconds) {
    return new BoundsQuery(seconds, sinceRealtimeNanos, untilRealtimeNanos, cpus, skip, limit);
  }

  public BoundsQuery of(CpuSet wanted) {
    return new BoundsQuery(
        spanSeconds, sinceRealtimeNanos, untilRealtimeNanos, wanted, skip, limit);
  }

  public BoundsQuery skip(long rows) {
    return new BoundsQuery(spanSeconds, sinceRealtimeNanos, untilRealtimeNanos, cpus, rows, limit);
  }

  public BoundsQuery limit(int rows) {
    return new BoundsQuery(spanSeconds, sinceRealtimeNanos, untilRealtimeNanos, cpus, skip, rows);
  }
}
