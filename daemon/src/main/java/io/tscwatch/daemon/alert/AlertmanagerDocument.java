package io.tscwatch.daemon.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.daemon.history.KeptAlert;
import io.tscwatch.daemon.report.Times;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Alerts as {@code POST /api/v2/alerts} of the Alertmanager takes them (prometheus/alertmanager,
 * api/v2/openapi.yaml, postableAlerts): an array; an alert whose {@code endsAt} has passed is
 * resolved, and one that holds has an {@code endsAt} ahead, which each repetition moves on.
 */
final class AlertmanagerDocument {

  private static final JsonFactory FACTORY = new JsonFactory();

  /**
   * One alert of the array.
   *
   * @param endsRealtimeNanos when it ended, or when it is to be forgotten unless it is repeated
   */
  record Entry(KeptAlert alert, long endsRealtimeNanos) {}

  private AlertmanagerDocument() {}

  static String json(List<Entry> entries, AlertContext context) {
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartArray();
      for (Entry entry : entries) {
        write(json, entry, context);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Entry entry, AlertContext context)
      throws IOException {
    KeptAlert alert = entry.alert();
    json.writeStartObject();
    json.writeObjectFieldStart("labels");
    for (Map.Entry<String, String> label : context.labels(alert).entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("annotations");
    annotation(json, "summary", simulated(alert) + alert.sentence());
    annotation(json, "cpus", alert.cpus().toString());
    annotation(json, "advice", alert.advice());
    annotation(json, "evidence", alert.evidence());
    annotation(json, "explain", "tscwatch explain " + alert.code());
    json.writeEndObject();
    json.writeStringField("startsAt", Times.rfc3339(alert.startedRealtimeNanos()));
    // The Alertmanager refuses one that ends before it starts, as after a clock that was set back.
    json.writeStringField(
        "endsAt",
        Times.rfc3339(Math.max(alert.startedRealtimeNanos() + 1, entry.endsRealtimeNanos())));
    if (context.link().isPresent()) {
      json.writeStringField("generatorURL", context.link().get());
    }
    json.writeEndObject();
  }

  /** The Alertmanager takes an empty annotation for one that is not there. */
  private static void annotation(JsonGenerator json, String name, String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField(name, text);
    }
  }

  /** A person who is woken up must see at once that nothing is wrong with the host. */
  static String simulated(KeptAlert alert) {
    return alert.origin().kind() == Origin.Kind.REAL
        ? ""
        : "[not a real machine: " + alert.origin().label() + "] ";
  }
}
