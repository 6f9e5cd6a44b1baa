package io.tscwatch.daemon.klog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.checks.klog.KernelEvent;
import io.tscwatch.checks.klog.KernelLogSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * JSON lines: one object an event, with null for what the kernel did not say, and at the end one
 * with the summary.
 */
final class JsonOutput implements KlogOutput {

  private static final JsonFactory JSON = new JsonFactory();

  /** Writes the fields of one object. */
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private final PrintWriter out;

  JsonOutput(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void event(KernelEvent event) {
    print(
        json -> {
          json.writeNumberField("line", event.line());
          json.writeStringField("code", event.code().code());
          json.writeFieldName("cpus");
          int[] cpus = event.cpus().toArray();
          json.writeArray(cpus, 0, cpus.length);
          name(json, "clocksource", event.clocksource());
          name(json, "watchdog", event.watchdog());
          if (event.skewNanos().isPresent()) {
            json.writeNumberField("skewNanos", event.skewNanos().getAsLong());
          } else {
            json.writeNullField("skewNanos");
          }
          json.writeStringField("text", event.text());
        });
  }

  @Override
  public void summary(KernelLogSummary summary) {
    print(
        json -> {
          json.writeStringField("summary", summary.paragraph());
          json.writeStringField("pointsAt", summary.suspect().code());
          json.writeBooleanField("unstable", summary.condemned());
        });
  }

  private static void name(JsonGenerator json, String field, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(field, value.get());
    } else {
      json.writeNullField(field);
    }
  }

  private void print(Fields fields) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    out.println(line);
    out.flush();
  }
}
