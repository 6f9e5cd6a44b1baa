package io.tscwatch.daemon.history;

import java.util.OptionalLong;
import java.util.Set;

/**
 * Which events are wanted.
 *
 * <pre>{@code
 * HistoryQuery.latest().since(dayAgoNanos).ofKinds(Set.of("verdict-changed")).limit(100)
 * }</pre>
 *
 * @param newestFirst the order; else the oldest first
 * @param sinceRealtimeNanos from this moment on, nanoseconds since 1970
 * @param untilRealtimeNanos before this moment
 * @param kinds such as {@code verdict-changed}; all if empty
 * @param cursor where the page before ended, {@link HistoryPage#cursor}
 * @param limit the most events wanted, 1 to {@value #MOST}
 */
public record HistoryQuery(
    boolean newestFirst,
    long sinceRealtimeNanos,
    long untilRealtimeNanos,
    Set<String> kinds,
    OptionalLong cursor,
    int limit) {

  /** No page has more events. */
  public static final int MOST = 1_000;

  public HistoryQuery {
    kinds = Set.copyOf(kinds);
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("a limit of " + limit + " is outside 1.." + MOST);
    }
  }

  /** All events, the latest at the top. */
  public static HistoryQuery latest() {
    return new HistoryQuery(
        true, Long.MIN_VALUE, Long.MAX_VALUE, Set.of(), OptionalLong.empty(), MOST);
  }

  /** All events in the order in which they happened. */
  public static HistoryQuery oldest() {
    return new HistoryQuery(
        false, Long.MIN_VALUE, Long.MAX_VALUE, Set.of(), OptionalLong.empty(), MOST);
  }

  public HistoryQuery since(long realtimeNanos) {
    return new HistoryQuery(newestFirst, realtimeNanos, untilRealtimeNanos, kinds, cursor, limit);
  }

  public HistoryQuery until(long realtimeNanos) {
    return new HistoryQuery(newestFirst, sinceRealtimeNanos, realtimeNanos, kinds, cursor, limit);
  }

  public HistoryQuery ofKinds(Set<String> wanted) {
    return new HistoryQuery(
        newestFirst, sinceRealtimeNanos, untilRealtimeNanos, wanted, cursor, limit);
  }

  public HistoryQuery limit(int most) {
    return new HistoryQuery(
        newestFirst, sinceRealtimeNanos, untilRealtimeNanos, kinds, cursor, most);
  }

  /** The page after the one that ended here. */
  public HistoryQuery after(long pageCursor) {
    return new HistoryQuery(
        newestFirst,
        sinceRealtimeNanos,
        untilRealtimeNanos,
        kinds,
        OptionalLong.of(pageCursor),
        limit);
  }

  /** Whether this event is wanted; order, cursor and limit aside. */
  boolean wants(StoredEvent event) {
    return event.realtimeNanos() >= sinceRealtimeNanos
        && event.realtimeNanos() < untilRealtimeNanos
        && (kinds.isEmpty() || kinds.contains(event.kind()));
  }
}
