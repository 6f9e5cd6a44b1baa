package io.tscwatch.daemon.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rates against other clocks as rows, and back. */
final class RateRows {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final String UPSERT =
      "INSERT INTO witness_rate VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
          + " samples = samples + excluded.samples,"
          + " min_least_picos = min(min_least_picos, excluded.min_least_picos),"
          + " min_greatest_picos = max(min_greatest_picos, excluded.min_greatest_picos),"
          + " max_least_picos = min(max_least_picos, excluded.max_least_picos),"
          + " max_greatest_picos = max(max_greatest_picos, excluded.max_greatest_picos)"
          + " RETURNING samples";

  private RateRows() {}

  /** Adds them up in the file, with the coarser spans; gives how many rows are new. */
  static long add(Connection connection, List<RateBucket> buckets) throws SQLException {
    if (buckets.isEmpty()) {
      return 0;
    }
    long added = 0;
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
      for (RateBucket bucket : buckets) {
        added += add(upsert, bucket, bucket.spanSeconds());
        for (long coarser : Spans.coarserThan(bucket.spanSeconds())) {
          added += add(upsert, bucket, coarser);
        }
      }
    }
    return added;
  }

  private static int add(PreparedStatement upsert, RateBucket bucket, long span)
      throws SQLException {
    upsert.setLong(1, span);
    upsert.setLong(2, Spans.startOf(bucket.startSeconds(), span));
    upsert.setString(3, bucket.witness());
    upsert.setLong(4, bucket.samples());
    upsert.setLong(5, bucket.minLeast());
    upsert.setLong(6, bucket.minGreatest());
    upsert.setLong(7, bucket.maxLeast());
    upsert.setLong(8, bucket.maxGreatest());
    try (ResultSet row = upsert.executeQuery()) {
      return row.next() && row.getLong(1) == bucket.samples() ? 1 : 0;
    }
  }

  /** Rates by start, then clock; none from a file of before there were any. */
  static List<RateBucket> read(Connection connection, BoundsQuery query, Set<String> witnesses)
      throws SQLException {
    if (!exist(connection)) {
      return List.of();
    }
    String names = String.join(", ", witnesses.stream().map(name -> "?").toList());
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT * FROM witness_rate WHERE span_seconds = ?1"
                + " AND start_seconds > ?2 AND start_seconds < ?3"
                + (witnesses.isEmpty() ? "" : " AND witness IN (" + names + ")")
                + " ORDER BY start_seconds, witness LIMIT "
                + query.limit()
                + " OFFSET "
                + query.skip())) {
      statement.setLong(1, query.spanSeconds());
      statement.setLong(
          2, Math.floorDiv(query.sinceRealtimeNanos(), NANOS_PER_SECOND) - query.spanSeconds());
      statement.setLong(3, HistoryReader.secondsUp(query.untilRealtimeNanos()));
      int parameter = 4;
      for (String name : witnesses) {
        statement.setString(parameter++, name);
      }
      List<RateBucket> buckets = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          buckets.add(bucket(rows));
        }
      }
      return buckets;
    }
  }

  /** Whether the file is of a version that has them: a reader changes nothing. */
  static boolean exist(Connection connection) throws SQLException {
    return Sqlite.number(connection, "PRAGMA user_version") >= HistorySchema.WITH_RATES;
  }

  private static RateBucket bucket(ResultSet row) throws SQLException {
    return new RateBucket(
        row.getLong("span_seconds"),
        row.getLong("start_seconds"),
        row.getString("witness"),
        row.getLong("samples"),
        row.getLong("min_least_picos"),
        row.getLong("min_greatest_picos"),
        row.getLong("max_least_picos"),
        row.getLong("max_greatest_picos"));
  }
}
