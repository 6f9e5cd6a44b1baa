package io.tscwatch.daemon.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.daemon.alert.state.AlertsState;
import io.tscwatch.daemon.alert.state.TargetState;
import io.tscwatch.daemon.http.StatusSection;
import io.tscwatch.daemon.report.JsonParts;
import io.tscwatch.daemon.report.Names;
import java.io.IOException;
import java.util.Objects;

/** How alerting does, in the status: section {@code alerts}, schema in {@code openapi.json}. */
record AlertFields(AlertsState state) implements StatusSection.Fields {

  /** Mostly it is the same state; a record's own would compare what is in it. */
  @Override
  public boolean equals(Object other) {
    return other instanceof AlertFields fields && Objects.equals(state, fields.state);
  }

  @Override
  public int hashCode() {
    return state.hashCode();
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    JsonParts parts = new JsonParts(json);
    json.writeNumberField("firing", state.firing());
    json.writeArrayFieldStart("targets");
    for (TargetState target : state.targets()) {
      json.writeStartObject();
      json.writeStringField("name", target.name());
      json.writeStringField("type", Names.of(target.type()));
      json.writeNumberField("pending", target.pending());
      parts.instant("oldestPendingAt", target.oldestRealtimeNanos());
      json.writeNumberField("delivered", target.delivered());
      json.writeNumberField("failedAttempts", target.failedAttempts());
      json.writeNumberField("refused", target.refused());
      json.writeNumberField("dropped", target.dropped());
      json.writeStringField("problem", target.problem().orElse(null));
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
