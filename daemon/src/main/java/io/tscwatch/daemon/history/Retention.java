package io.tscwatch.daemon.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Drops what is too old, and the oldest when there is too much: first the finest bounds, which the
 * coarser ones outlive, then those of hours, then events, last the bounds of days. In small bites,
 * so that no transaction is long and a clock that is wrong for a minute costs little.
 */
final class Retention {

  private static final int BITE_ROWS = 500;
  private static final int MOST_BITES = 64;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** The bounds of offsets, and those of rates against other clocks. */
  private static final List<String> TABLES = List.of("bounds", "witness_rate");

  /** Rows that were dropped. */
  record Dropped(long events, long bounds) {

    Dropped plus(Dropped other) {
      return new Dropped(events + other.events, bounds + other.bounds);
    }

    boolean isNothing() {
      return events == 0 && bounds == 0;
    }
  }

  private static final Dropped NOTHING = new Dropped(0, 0);

  private final Connection connection;

  Retention(Connection connection) {
    this.connection = connection;
  }

  /** Drops rows from before this moment, some thousands at most. */
  Dropped dropBefore(long realtimeNanos) throws SQLException {
    long events =
        update(
            "DELETE FROM event WHERE id IN (SELECT id FROM event WHERE realtime_nanos < ?"
                + " ORDER BY realtime_nanos LIMIT ?)",
            realtimeNanos,
            (long) BITE_ROWS * MOST_BITES);
    long bounds = 0;
    long seconds = Math.floorDiv(realtimeNanos, NANOS_PER_SECOND);
    for (long span : spans()) {
      // A span goes when all of it is too old.
      bounds += dropSpans(span, seconds - span + 1, BITE_ROWS * MOST_BITES);
    }
    update(
        "DELETE FROM run WHERE started_realtime_nanos < ?"
            + " AND id < (SELECT run FROM event ORDER BY id LIMIT 1)",
        realtimeNanos);
    return new Dropped(events, bounds);
  }

  /** Drops the oldest until the pages in use are few enough, or nothing more may be dropped. */
  Dropped dropBeyond(SizeLimit limit) throws SQLException {
    Dropped dropped = NOTHING;
    if (usedPages() <= limit.highPages()) {
      return dropped;
    }
    for (int i = 0; i < MOST_BITES && usedPages() > limit.lowPages(); i++) {
      Dropped bite = dropOldest();
      if (bite.isNothing()) {
        break;
      }
      dropped = dropped.plus(bite);
    }
    return dropped;
  }

  private long usedPages() throws SQLException {
    return Sqlite.number(connection, "PRAGMA page_count")
        - Sqlite.number(connection, "PRAGMA freelist_count");
  }

  private Dropped dropOldest() throws SQLException {
    for (long span : spans()) {
      long bounds = span < Spans.DAY_SECONDS ? dropSpans(span, Long.MAX_VALUE, BITE_ROWS) : 0;
      if (bounds > 0) {
        return new Dropped(0, bounds);
      }
    }
    // Never the very last: its id is what later ids grow from.
    long events =
        update(
            "DELETE FROM event WHERE id IN (SELECT id FROM event ORDER BY id LIMIT ?)"
                + " AND id < (SELECT max(id) FROM event)",
            BITE_ROWS);
    if (events > 0) {
      return new Dropped(events, 0);
    }
    return new Dropped(0, dropSpans(Spans.DAY_SECONDS, Long.MAX_VALUE, BITE_ROWS));
  }

  /** Drops the oldest buckets that began before this second: about so many rows, whole buckets. */
  private long dropSpans(long span, long beforeSeconds, int rows) throws SQLException {
    long dropped = 0;
    for (String table : TABLES) {
      dropped +=
          update(
              ("DELETE FROM " + table + " WHERE span_seconds = ?1 AND start_seconds < ?2")
                  + (" AND start_seconds <= coalesce((SELECT start_seconds FROM " + table)
                  + " WHERE span_seconds = ?1 ORDER BY start_seconds LIMIT 1 OFFSET ?3), ?2)",
              span,
              beforeSeconds,
              rows);
    }
    return dropped;
  }

  /** The lengths of spans that there are, ascending; found by a few steps through the index. */
  List<Long> spans() throws SQLException {
    TreeSet<Long> spans = new TreeSet<>(spans("bounds"));
    // A reader may have a file of before there were rates.
    if (RateRows.exist(connection)) {
      spans.addAll(spans("witness_rate"));
    }
    return List.copyOf(spans);
  }

  private List<Long> spans(String table) throws SQLException {
    List<Long> spans = new ArrayList<>();
    long last = 0;
    while (true) {
      last =
          Sqlite.number(
              connection,
              ("SELECT coalesce(min(span_seconds), 0) FROM " + table)
                  + (" WHERE span_seconds > " + last));
      if (last == 0) {
        return spans;
      }
      spans.add(last);
    }
  }

  private long update(String sql, long... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setLong(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }
}
