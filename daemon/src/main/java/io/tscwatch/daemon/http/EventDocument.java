package io.tscwatch.daemon.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.daemon.report.JsonParts;
import io.tscwatch.daemon.report.Names;
import io.tscwatch.daemon.report.Times;
import java.io.IOException;

/** An event as JSON: the schema is {@code Event} in {@code openapi.json}. */
final class EventDocument {

  private EventDocument() {}

  static byte[] bytes(WatchEvent event) {
    return JsonBytes.of(json -> write(event, json));
  }

  static void write(WatchEvent event, JsonGenerator json) throws IOException {
    JsonParts parts = new JsonParts(json);
    json.writeStartObject();
    json.writeNumberField("sequence", event.sequence());
    json.writeStringField("at", Times.rfc3339(event.realtimeNanos()));
    json.writeStringField("monotonicNanos", Long.toString(event.monotonicNanos()));
    json.writeStringField("kind", Names.of(event.kind()));
    json.writeStringField("code", event.code().map(FindingCode::code).orElse(null));
    json.writeStringField("severity", Names.of(event.severity()));
    parts.cpus("cpus", event.cpus());
    parts.quantities(event.quantities());
    json.writeStringField("sentence", event.sentence());
    json.writeEndObject();
  }
}
