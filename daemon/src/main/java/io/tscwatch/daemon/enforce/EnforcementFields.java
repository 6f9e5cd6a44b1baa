package io.tscwatch.daemon.enforce;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.checks.enforce.Decision;
import io.tscwatch.checks.enforce.Memory;
import io.tscwatch.daemon.http.StatusSection;
import io.tscwatch.daemon.report.Names;
import io.tscwatch.daemon.report.Times;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/** The section {@code enforcement} of the status: {@code Enforcement} in {@code openapi.json}. */
record EnforcementFields(EnforcementState state) implements StatusSection.Fields {

  /** Mostly it is the same state; a record's own would compare what is in it. */
  @Override
  public boolean equals(Object other) {
    return other instanceof EnforcementFields fields && Objects.equals(state, fields.state);
  }

  @Override
  public int hashCode() {
    return state.hashCode();
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStringField("mode", Names.of(state.policy().mode()));
    json.writeNumberField("maxSwitchesPerHour", state.policy().maxSwitchesPerHour());
    json.writeBooleanField("returnToTsc", state.policy().returnAllowed());
    json.writeNumberField("writesInLastHour", state.memory().writesMonotonicNanos().size());
    decision(json, state.decision());
    standing(json, state.memory().standing());
    json.writeStringField("respected", state.memory().respected().orElse(null));
    json.writeStringField("problem", state.problem().orElse(null));
  }

  private static void decision(JsonGenerator json, Optional<Decision> made) throws IOException {
    json.writeFieldName("decision");
    if (made.isEmpty()) {
      json.writeNull();
      return;
    }
    Decision decision = made.get();
    json.writeStartObject();
    json.writeStringField("action", Names.of(decision.action()));
    json.writeStringField("hold", Names.of(decision.hold()));
    json.writeStringField("from", decision.from());
    json.writeStringField("to", decision.to());
    json.writeStringField("reason", decision.reason());
    json.writeEndObject();
  }

  private static void standing(JsonGenerator json, Optional<Memory.Switch> standing)
      throws IOException {
    json.writeFieldName("standing");
    if (standing.isEmpty()) {
      json.writeNull();
      return;
    }
    Memory.Switch own = standing.get();
    json.writeStartObject();
    json.writeStringField("from", own.from());
    json.writeStringField("to", own.to());
    json.writeStringField("at", Times.rfc3339(own.realtimeNanos()));
    json.writeStringField("reason", own.reason());
    json.writeEndObject();
  }
}
