package io.tscwatch.daemon.history;

import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.daemon.report.Names;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Alerts and deliveries as rows and back. */
final class OutboxRows {

  private static final String ALERT =
      "fingerprint, origin, label, code, severity, cpus, numbers, sentence, advice, evidence,"
          + " started_realtime_nanos";
  private static final int ALERT_COLUMNS = 11;

  private static final String HOLD =
      "INSERT OR REPLACE INTO alert (" + ALERT + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String PUT =
      "INSERT OR REPLACE INTO outbox ("
          + ALERT
          + ", id, target, event, at_realtime_nanos, missed)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private OutboxRows() {}

  static void apply(Connection connection, Outbox.Change change) throws SQLException {
    if (change instanceof Outbox.Hold hold) {
      try (PreparedStatement statement = connection.prepareStatement(HOLD)) {
        bind(statement, hold.alert());
        statement.executeUpdate();
      }
    } else if (change instanceof Outbox.Release release) {
      try (PreparedStatement statement =
          connection.prepareStatement("DELETE FROM alert WHERE fingerprint = ?")) {
        statement.setString(1, release.fingerprint());
        statement.executeUpdate();
      }
    } else if (change instanceof Outbox.Put put) {
      put(connection, put.delivery());
    } else if (change instanceof Outbox.Drop drop) {
      try (PreparedStatement statement =
          connection.prepareStatement("DELETE FROM outbox WHERE id = ?")) {
        statement.setLong(1, drop.id());
        statement.executeUpdate();
      }
    }
  }

  private static void put(Connection connection, KeptDelivery delivery) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PUT)) {
      bind(statement, delivery.alert());
      statement.setLong(ALERT_COLUMNS + 1, delivery.id());
      statement.setString(ALERT_COLUMNS + 2, delivery.target());
      statement.setString(ALERT_COLUMNS + 3, delivery.event());
      statement.setLong(ALERT_COLUMNS + 4, delivery.atRealtimeNanos());
      statement.setLong(ALERT_COLUMNS + 5, delivery.missed());
      statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, KeptAlert alert) throws SQLException {
    statement.setString(1, alert.fingerprint());
    statement.setString(2, Names.of(alert.origin().kind()));
    statement.setString(3, alert.origin().label());
    statement.setString(4, alert.code());
    statement.setString(5, alert.severity());
    statement.setString(6, alert.cpus().toString());
    statement.setString(7, EventRows.json(alert.amounts()));
    statement.setString(8, alert.sentence());
    statement.setString(9, alert.advice());
    statement.setString(10, alert.evidence());
    statement.setLong(11, alert.startedRealtimeNanos());
  }

  static Outbox read(Connection connection) throws SQLException {
    if (Sqlite.number(connection, "PRAGMA user_version") < HistorySchema.WITH_OUTBOX) {
      return Outbox.EMPTY;
    }
    List<KeptAlert> alerts = new ArrayList<>();
    List<KeptDelivery> deliveries = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery("SELECT " + ALERT + " FROM alert")) {
        while (row.next()) {
          alerts.add(alert(row));
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT * FROM outbox ORDER BY id")) {
        while (row.next()) {
          deliveries.add(
              new KeptDelivery(
                  row.getLong("id"),
                  row.getString("target"),
                  row.getString("event"),
                  row.getLong("at_realtime_nanos"),
                  row.getLong("missed"),
                  alert(row)));
        }
      }
    }
    return new Outbox(alerts, deliveries);
  }

  private static KeptAlert alert(ResultSet row) throws SQLException {
    try {
      return new KeptAlert(
          row.getString("fingerprint"),
          new Origin(
              Origin.Kind.valueOf(row.getString("origin").toUpperCase(Locale.ROOT)),
              row.getString("label")),
          row.getString("code"),
          row.getString("severity"),
          CpuSet.parse(row.getString("cpus")),
          EventRows.numbers(row.getString("numbers")),
          row.getString("sentence"),
          row.getString("advice"),
          row.getString("evidence"),
          row.getLong("started_realtime_nanos"));
    } catch (IllegalArgumentException | IOException e) {
      throw new SQLException("an alert is not one of ours", e);
    }
  }
}
