package io.tscwatch.daemon.history;

import io.tscwatch.daemon.history.HistoryException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads a history, beside its writer or without one, and changes nothing. Every call is a
 * transaction of its own, so that a reader that stops for long holds nothing up.
 *
 * <p>For use by one thread; open one for each.
 */
public final class HistoryReader implements AutoCloseable {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Path file;
  private final Connection connection;

  private HistoryReader(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * Opens the file.
   *
   * @throws HistoryException with the reason, such as {@link Reason#MISSING}
   */
  public static HistoryReader open(Path file) throws HistoryException {
    if (!Files.exists(file)) {
      throw new HistoryException(Reason.MISSING, file + ": there is no such file");
    }
    if (!Files.isReadable(file)) {
      throw new HistoryException(
          Reason.NO_ACCESS, file + " may not be read: members of its group may");
    }
    try {
      return checked(file, Sqlite.openReading(file));
    } catch (SQLException e) {
      HistoryException explained = Sqlite.explained(file, e);
      // Without its writer, and without permission to write here, there can be no log index.
      if (explained.reason() == Reason.NO_ACCESS && !Files.exists(HistoryFiles.log(file))) {
        return openUnchanging(file);
      }
      throw explained;
    }
  }

  private static HistoryReader openUnchanging(Path file) throws HistoryException {
    try {
      return checked(file, Sqlite.openUnchanging(file));
    } catch (SQLException e) {
      throw Sqlite.explained(file, e);
    }
  }

  private static HistoryReader checked(Path file, Connection connection)
      throws HistoryException, SQLException {
    try {
      HistorySchema.CURRENT.requireKnown(connection, file);
      return new HistoryReader(file, connection);
    } catch (HistoryException | SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** What is alerted of, and what has still to be told. */
  Outbox outbox() throws HistoryException {
    try {
      return OutboxRows.read(connection);
    } catch (SQLException e) {
      throw Sqlite.explained(file, e);
    }
  }

  /** One page of events. */
  public HistoryPage events(HistoryQuery query) throws HistoryException {
    try {
      List<StoredEvent> events = select(query);
      boolean more = events.size() > query.limit();
      List<StoredEvent> page = more ? events.subList(0, query.limit()) : events;
      OptionalLong cursor = more ? page.get(page.size() - 1).id() : OptionalLong.empty();
      return new HistoryPage(page, cursor, Optional.empty());
    } catch (SQLException e) {
      throw Sqlite.explained(file, e);
    }
  }

  /** One more than the limit, to know whether there is a next page. */
  private List<StoredEvent> select(HistoryQuery query) throws SQLException {
    String after = query.newestFirst() ? "<" : ">";
    long cursor = query.cursor().orElse(query.newestFirst() ? Long.MAX_VALUE : 0);
    String kinds = String.join(", ", query.kinds().stream().map(kind -> "?").toList());
    // Ids grow with time but for clocks that were set: the index finds where to begin and end, and
    // the unary plus keeps it from being used a second time, with a sort.
    String sql =
        EventRows.SELECT
            + (" WHERE event.id " + after + " ?1")
            + " AND event.id >= (SELECT min(id) FROM event WHERE realtime_nanos >= ?2)"
            + " AND event.id <= (SELECT max(id) FROM event WHERE realtime_nanos < ?3)"
            + " AND +realtime_nanos >= ?2 AND +realtime_nanos < ?3"
            + (query.kinds().isEmpty() ? "" : " AND kind IN (" + kinds + ")")
            + (" ORDER BY event.id " + (query.newestFirst() ? "DESC" : "ASC"))
            + (" LIMIT " + (query.limit() + 1));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, cursor);
      statement.setLong(2, query.sinceRealtimeNanos());
      statement.setLong(3, query.untilRealtimeNanos());
      int parameter = 4;
      for (String kind : query.kinds()) {
        statement.setString(parameter++, kind);
      }
      List<StoredEvent> events = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          events.add(EventRows.read(rows));
        }
      }
      return events;
    }
  }

  /** Bounds, by start, then CPU. */
  public List<BoundsBucket> bounds(BoundsQuery query) throws HistoryException {
    String cpus = query.cpus().isEmpty() ? "" : " AND cpu IN (" + list(query) + ")";
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT * FROM bounds WHERE span_seconds = ?1"
                + " AND start_seconds > ?2 AND start_seconds < ?3"
                + cpus
                + " ORDER BY start_seconds, cpu, reference LIMIT ?4 OFFSET ?5")) {
      statement.setLong(1, query.spanSeconds());
      // A span of s seconds ends after the moment m if it starts after m - s.
      long since = Math.floorDiv(query.sinceRealtimeNanos(), NANOS_PER_SECOND);
      statement.setLong(2, since - query.spanSeconds());
      statement.setLong(3, secondsUp(query.untilRealtimeNanos()));
      statement.setLong(4, query.limit());
      statement.setLong(5, query.skip());
      List<BoundsBucket> buckets = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          buckets.add(bucket(rows));
        }
      }
      return buckets;
    } catch (SQLException e) {
      throw Sqlite.explained(file, e);
    }
  }

  /**
   * Rates against other clocks, by start, then clock.
   *
   * @param query its CPUs do not matter
   * @param witnesses names of clocks; all if empty
   */
  public List<RateBucket> rates(BoundsQuery query, Set<String> witnesses) throws HistoryException {
    try {
      return RateRows.read(connection, query, witnesses);
    } catch (SQLException e) {
      throw Sqlite.explained(file, e);
    }
  }

  /** The lengths of spans that the file has bounds of, ascending. */
  public List<Long> spanSeconds() throws HistoryException {
    try {
      return new Retention(connection).spans();
    } catch (SQLException e) {
      throw Sqlite.explained(file, e);
    }
  }

  @Override
  public void close() throws HistoryException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Sqlite.explained(file, e);
    }
  }

  private static String list(BoundsQuery query) {
    return String.join(", ", query.cpus().stream().mapToObj(Integer::toString).toList());
  }

  /** The first whole second at or after this moment. */
  static long secondsUp(long realtimeNanos) {
    return -Math.floorDiv(-Math.max(realtimeNanos, -Long.MAX_VALUE), NANOS_PER_SECOND);
  }

  private static BoundsBucket bucket(ResultSet row) throws SQLException {
    return new BoundsBucket(
        row.getLong("span_seconds"),
        row.getLong("start_seconds"),
        row.getInt("cpu"),
        row.getInt("reference"),
        row.getLong("samples"),
        row.getLong("lower_min_nanos"),
        row.getLong("lower_max_nanos"),
        row.getLong("upper_min_nanos"),
        row.getLong("upper_max_nanos"),
        row.getLong("width_min_nanos"),
        row.getLong("width_max_nanos"));
  }
}
