package io.tscwatch.daemon.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.daemon.history.KeptAlert;
import io.tscwatch.daemon.history.KeptDelivery;
import io.tscwatch.daemon.history.StoredEvent;
import io.tscwatch.daemon.report.Names;
import io.tscwatch.daemon.report.Times;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * One transition as JSON, for a webhook. The format is published as {@code alert.schema.json}
 * beside this class; it only ever grows.
 */
final class WebhookDocument {

  /** Named in every document; the number changes when something that was there is no more. */
  static final String FORMAT = "tscwatch-alert/1";

  private static final JsonFactory FACTORY = new JsonFactory();

  private WebhookDocument() {}

  /** The published schema of the format, JSON Schema draft 2020-12. */
  static String schema() {
    try (InputStream in = WebhookDocument.class.getResourceAsStream("alert.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: alert.schema.json is missing");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("alert.schema.json", e);
    }
  }

  static String json(KeptDelivery delivery, AlertContext context) {
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, delivery, context);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, KeptDelivery delivery, AlertContext context)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("format", FORMAT);
    json.writeStringField("version", context.version());
    // Beyond 2^53, which many readers of JSON round.
    json.writeStringField("id", Long.toString(delivery.id()));
    json.writeStringField("event", delivery.event());
    json.writeStringField("at", Times.rfc3339(delivery.atRealtimeNanos()));
    json.writeNumberField("missed", delivery.missed());
    json.writeStringField("host", context.instance());
    json.writeStringField("link", context.link().orElse(null));
    if (delivery.missed() == 0) {
      json.writeFieldName("alert");
      alert(json, delivery.alert(), context);
    } else {
      json.writeNullField("alert");
    }
    json.writeEndObject();
  }

  private static void alert(JsonGenerator json, KeptAlert alert, AlertContext context)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("fingerprint", alert.fingerprint());
    json.writeObjectFieldStart("labels");
    for (Map.Entry<String, String> label : context.labels(alert).entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("machine");
    json.writeStringField("kind", Names.of(alert.origin().kind()));
    json.writeStringField("label", alert.origin().label());
    json.writeEndObject();
    json.writeStringField("code", alert.code());
    json.writeStringField("severity", alert.severity());
    json.writeStringField("startedAt", Times.rfc3339(alert.startedRealtimeNanos()));
    json.writeArrayFieldStart("cpus");
    for (int cpu : alert.cpus()) {
      json.writeNumber(cpu);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("quantities");
    for (StoredEvent.Amount amount : alert.amounts()) {
      json.writeStartObject();
      json.writeStringField("name", amount.name());
      json.writeNumberField("value", amount.value());
      json.writeStringField("unit", amount.unit());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("sentence", AlertmanagerDocument.simulated(alert) + alert.sentence());
    json.writeStringField("advice", alert.advice());
    json.writeStringField("evidence", alert.evidence());
    json.writeEndObject();
  }
}
