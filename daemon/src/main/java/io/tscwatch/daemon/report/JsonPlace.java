package io.tscwatch.daemon.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.checks.topology.CpuPlace;
import java.io.IOException;
import java.util.OptionalInt;

/** Where a CPU sits, as a JSON field {@code place}; null where the kernel does not say. */
public final class JsonPlace {

  private final JsonGenerator json;

  public JsonPlace(JsonGenerator json) {
    this.json = json;
  }

  public void write(CpuPlace place) throws IOException {
    json.writeObjectFieldStart("place");
    number("package", place.packageId());
    number("die", place.die());
    number("llc", place.llc());
    number("core", place.core());
    number("node", place.node());
    json.writeStringField("kind", Names.of(place.kind()));
    json.writeEndObject();
  }

  private void number(String name, OptionalInt value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.getAsInt());
    } else {
      json.writeNullField(name);
    }
  }
}
