package io.tscwatch.daemon.kvm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.tscwatch.checks.read.Reading;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

/** One JSON document for people and programs. Counters are strings: they can pass 2^53. */
final class JsonObject {

  static final JsonFactory JSON = new JsonFactory();

  /** Writes the fields of one object. */
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private JsonObject() {}

  static void print(PrintWriter out, Fields fields) throws IOException {
    out.println(text(fields));
    out.flush();
  }

  static String text(Fields fields) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        JSON.createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  static void counter(JsonGenerator json, String field, long value) throws IOException {
    json.writeStringField(field, Long.toString(value));
  }

  static void unsignedCounter(JsonGenerator json, String field, long value) throws IOException {
    json.writeStringField(field, Long.toUnsignedString(value));
  }

  /** The value, or an object that says {@code whyNot}. */
  static void counterOrWhyNot(JsonGenerator json, String field, Reading<Long> reading)
      throws IOException {
    if (reading.toOptional().isPresent()) {
      counter(json, field, reading.toOptional().get());
    } else {
      whyNot(json, field, reading);
    }
  }

  static void whyNot(JsonGenerator json, String field, Reading<?> reading) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("whyNot", reading.whyNot().orElse(""));
    json.writeEndObject();
  }
}
