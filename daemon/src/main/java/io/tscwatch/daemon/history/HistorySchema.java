package io.tscwatch.daemon.history;

import io.tscwatch.daemon.history.HistoryException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables, and how older ones become these. The version is SQLite's {@code user_version}; it
 * only goes up, and a file of a later version is left alone.
 *
 * @param migrations the statements that lead from version i to version i+1
 */
record HistorySchema(List<List<String>> migrations) {

  /** "tscw", so that file(1) and we know a history from any other database. */
  static final int APPLICATION_ID = 0x74736377;

  private static final List<String> VERSION_1 =
      List.of(
          """
          CREATE TABLE run (
            id INTEGER PRIMARY KEY,
            started_realtime_nanos INTEGER NOT NULL,
            origin TEXT NOT NULL,
            label TEXT NOT NULL,
            version TEXT NOT NULL
          )""",
          """
          CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES run (id),
            sequence INTEGER NOT NULL,
            realtime_nanos INTEGER NOT NULL,
            monotonic_nanos INTEGER NOT NULL,
            kind TEXT NOT NULL,
            code TEXT,
            severity TEXT NOT NULL,
            cpus TEXT NOT NULL,
            numbers TEXT NOT NULL,
            sentence TEXT NOT NULL
          )""",
          "CREATE INDEX event_realtime ON event (realtime_nanos)",
          """
          CREATE TABLE bounds (
            span_seconds INTEGER NOT NULL,
            start_seconds INTEGER NOT NULL,
            cpu INTEGER NOT NULL,
            reference INTEGER NOT NULL,
            samples INTEGER NOT NULL,
            lower_min_nanos INTEGER NOT NULL,
            lower_max_nanos INTEGER NOT NULL,
            upper_min_nanos INTEGER NOT NULL,
            upper_max_nanos INTEGER NOT NULL,
            width_min_nanos INTEGER NOT NULL,
            width_max_nanos INTEGER NOT NULL,
            PRIMARY KEY (span_seconds, start_seconds, cpu, reference)
          ) WITHOUT ROWID""");

  /** What is alerted of, and what has still to be told. */
  private static final List<String> VERSION_2 =
      List.of(
          """
          CREATE TABLE alert (
            fingerprint TEXT PRIMARY KEY,
            origin TEXT NOT NULL,
            label TEXT NOT NULL,
            code TEXT NOT NULL,
            severity TEXT NOT NULL,
            cpus TEXT NOT NULL,
            numbers TEXT NOT NULL,
            sentence TEXT NOT NULL,
            advice TEXT NOT NULL,
            evidence TEXT NOT NULL,
            started_realtime_nanos INTEGER NOT NULL
          )""",
          """
          CREATE TABLE outbox (
            id INTEGER PRIMARY KEY,
            target TEXT NOT NULL,
            event TEXT NOT NULL,
            at_realtime_nanos INTEGER NOT NULL,
            missed INTEGER NOT NULL,
            fingerprint TEXT NOT NULL,
            origin TEXT NOT NULL,
            label TEXT NOT NULL,
            code TEXT NOT NULL,
            severity TEXT NOT NULL,
            cpus TEXT NOT NULL,
            numbers TEXT NOT NULL,
            sentence TEXT NOT NULL,
            advice TEXT NOT NULL,
            evidence TEXT NOT NULL,
            started_realtime_nanos INTEGER NOT NULL
          )""");

  /** What other clocks said of the TSC's rate. */
  private static final List<String> VERSION_3 =
      List.of(
          """
          CREATE TABLE witness_rate (
            span_seconds INTEGER NOT NULL,
            start_seconds INTEGER NOT NULL,
            witness TEXT NOT NULL,
            samples INTEGER NOT NULL,
            min_least_picos INTEGER NOT NULL,
            min_greatest_picos INTEGER NOT NULL,
            max_least_picos INTEGER NOT NULL,
            max_greatest_picos INTEGER NOT NULL,
            PRIMARY KEY (span_seconds, start_seconds, witness)
          ) WITHOUT ROWID""");

  /** The first version that has an outbox. */
  static final int WITH_OUTBOX = 2;

  /** The first version that has rates against other clocks. */
  static final int WITH_RATES = 3;

  static final HistorySchema CURRENT = new HistorySchema(List.of(VERSION_1, VERSION_2, VERSION_3));

  HistorySchema {
    migrations = migrations.stream().map(List::copyOf).toList();
  }

  int version() {
    return migrations.size();
  }

  /** True if nothing is in the file yet. */
  static boolean isEmpty(Connection connection) throws SQLException {
    return Sqlite.number(connection, "SELECT count(*) FROM sqlite_master") == 0
        && Sqlite.number(connection, "PRAGMA user_version") == 0;
  }

  /** Refuses what is not ours, or not ours yet. */
  void requireKnown(Connection connection, Path file) throws HistoryException, SQLException {
    long application = Sqlite.number(connection, "PRAGMA application_id");
    long version = Sqlite.number(connection, "PRAGMA user_version");
    if (application != APPLICATION_ID || version < 1) {
      throw new HistoryException(
          Reason.FOREIGN, file + " is a database, but not a history of tscwatch: left alone");
    }
    if (version > version()) {
      throw new HistoryException(
          Reason.NEWER,
          file
              + " was written by a later tscwatch (schema "
              + version
              + ", this one knows "
              + version()
              + "): left alone");
    }
  }

  /** Brings the file to this version, all or nothing. */
  void migrate(Connection connection) throws SQLException {
    int from = (int) Sqlite.number(connection, "PRAGMA user_version");
    if (from == version()) {
      return;
    }
    Sqlite.execute(connection, "BEGIN IMMEDIATE");
    Sqlite.execute(connection, "PRAGMA application_id = " + APPLICATION_ID);
    for (List<String> step : migrations.subList(from, version())) {
      for (String sql : step) {
        Sqlite.execute(connection, sql);
      }
    }
    Sqlite.execute(connection, "PRAGMA user_version = " + version());
    Sqlite.execute(connection, "COMMIT");
  }
}
