package io.tscwatch.daemon.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.daemon.report.Names;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Events as rows and back. The numbers are a JSON array of {@code {"name","value","unit"}}, for
 * SQLite's {@code json_each}.
 */
final class EventRows {

  static final String INSERT =
      "INSERT INTO event (run, sequence, realtime_nanos, monotonic_nanos, kind, code, severity,"
          + " cpus, numbers, sentence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  /** To be followed by conditions. */
  static final String SELECT =
      "SELECT event.id, sequence, realtime_nanos, monotonic_nanos, kind, code, severity, cpus,"
          + " numbers, sentence, started_realtime_nanos, origin, label, version"
          + " FROM event JOIN run ON run.id = event.run";

  private static final JsonFactory JSON = new JsonFactory();

  private EventRows() {}

  static void bind(PreparedStatement insert, long run, WatchEvent event) throws SQLException {
    insert.setLong(1, run);
    insert.setLong(2, event.sequence());
    insert.setLong(3, event.realtimeNanos());
    insert.setLong(4, event.monotonicNanos());
    insert.setString(5, Names.of(event.kind()));
    insert.setString(6, event.code().map(FindingCode::code).orElse(null));
    insert.setString(7, Names.of(event.severity()));
    insert.setString(8, event.cpus().toString());
    insert.setString(9, json(StoredEvent.amounts(event.quantities())));
    insert.setString(10, event.sentence());
  }

  /** The event of the current row. */
  static StoredEvent read(ResultSet row) throws SQLException {
    try {
      return new StoredEvent(
          OptionalLong.of(row.getLong("id")),
          new StoredEvent.Run(
              row.getLong("started_realtime_nanos"),
              new Origin(
                  Origin.Kind.valueOf(row.getString("origin").toUpperCase(Locale.ROOT)),
                  row.getString("label")),
              row.getString("version")),
          row.getLong("sequence"),
          row.getLong("realtime_nanos"),
          row.getLong("monotonic_nanos"),
          row.getString("kind"),
          Optional.ofNullable(row.getString("code")),
          row.getString("severity"),
          CpuSet.parse(row.getString("cpus")),
          numbers(row.getString("numbers")),
          row.getString("sentence"));
    } catch (IllegalArgumentException | IOException e) {
      throw new SQLException("event " + row.getLong("id") + " is not one of ours", e);
    }
  }

  static String json(List<StoredEvent.Amount> amounts) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartArray();
      for (StoredEvent.Amount amount : amounts) {
        json.writeStartObject();
        json.writeStringField("name", amount.name());
        json.writeNumberField("value", amount.value());
        json.writeStringField("unit", amount.unit());
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }

  static List<StoredEvent.Amount> numbers(String text) throws IOException {
    List<StoredEvent.Amount> numbers = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new IOException("not an array: " + text);
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        numbers.add(number(parser));
      }
    }
    return numbers;
  }

  private static StoredEvent.Amount number(JsonParser parser) throws IOException {
    String name = "";
    long value = 0;
    String unit = "";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "name" -> name = parser.getText();
        case "value" -> value = parser.getLongValue();
        case "unit" -> unit = parser.getText();
        default -> parser.skipChildren();
      }
    }
    return new StoredEvent.Amount(name, value, unit);
  }
}
