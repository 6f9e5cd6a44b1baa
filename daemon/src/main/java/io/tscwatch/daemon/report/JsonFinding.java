package io.tscwatch.daemon.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.Quantity;
import java.io.IOException;
import java.util.List;

/** Findings as JSON, the same in every document. */
public final class JsonFinding {

  private JsonFinding() {}

  /** Writes the field {@code findings}, an array of objects. */
  public static void writeAll(JsonGenerator json, List<Finding> findings) throws IOException {
    json.writeArrayFieldStart("findings");
    for (Finding finding : findings) {
      json.writeStartObject();
      json.writeStringField("code", finding.code().code());
      json.writeStringField("severity", Names.of(finding.severity()));
      json.writeFieldName("cpus");
      int[] cpus = finding.cpus().toArray();
      json.writeArray(cpus, 0, cpus.length);
      json.writeArrayFieldStart("quantities");
      for (Quantity quantity : finding.quantities()) {
        json.writeStartObject();
        json.writeStringField("name", quantity.name());
        json.writeNumberField("value", quantity.value());
        json.writeStringField("unit", quantity.unit().symbol());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeStringField("sentence", finding.sentence());
      json.writeStringField("evidence", finding.evidence());
      json.writeStringField("advice", finding.advice());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
