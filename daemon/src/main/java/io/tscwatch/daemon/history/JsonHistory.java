package io.tscwatch.daemon.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.daemon.report.Names;
import io.tscwatch.daemon.report.Times;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** JSON lines: one object an event or a span, the same names as everywhere. */
final class JsonHistory implements HistoryOutput {

  private static final JsonFactory JSON = new JsonFactory();
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private final PrintWriter out;

  JsonHistory(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void event(StoredEvent event) {
    print(
        json -> {
          json.writeStringField("time", Times.rfc3339(event.realtimeNanos()));
          json.writeStringField("kind", event.kind());
          json.writeStringField("code", event.code().orElse(null));
          json.writeStringField("severity", event.severity());
          json.writeFieldName("cpus");
          int[] cpus = event.cpus().toArray();
          json.writeArray(cpus, 0, cpus.length);
          json.writeArrayFieldStart("quantities");
          for (StoredEvent.Amount amount : event.amounts()) {
            json.writeStartObject();
            json.writeStringField("name", amount.name());
            json.writeNumberField("value", amount.value());
            json.writeStringField("unit", amount.unit());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeStringField("sentence", event.sentence());
          json.writeNumberField("sequence", event.sequence());
          // CLOCK_MONOTONIC may pass 2^53 in a hundred days of uptime.
          json.writeStringField("monotonicNanos", Long.toString(event.monotonicNanos()));
          json.writeStringField("runStarted", Times.rfc3339(event.run().startedRealtimeNanos()));
          json.writeStringField("origin", Names.of(event.run().origin().kind()));
          json.writeStringField("version", event.run().version());
        });
  }

  @Override
  public void bounds(BoundsBucket bucket) {
    print(
        json -> {
          json.writeStringField("time", Times.rfc3339(bucket.startSeconds() * NANOS_PER_SECOND));
          json.writeNumberField("spanSeconds", bucket.spanSeconds());
          json.writeNumberField("cpu", bucket.cpu());
          json.writeNumberField("referenceCpu", bucket.reference());
          json.writeNumberField("samples", bucket.samples());
          json.writeNumberField("lowerMinNanos", bucket.lowerMinNanos());
          json.writeNumberField("lowerMaxNanos", bucket.lowerMaxNanos());
          json.writeNumberField("upperMinNanos", bucket.upperMinNanos());
          json.writeNumberField("upperMaxNanos", bucket.upperMaxNanos());
          json.writeNumberField("widthMinNanos", bucket.widthMinNanos());
          json.writeNumberField("widthMaxNanos", bucket.widthMaxNanos());
        });
  }

  @Override
  public void rate(RateBucket bucket) {
    print(
        json -> {
          json.writeStringField("time", Times.rfc3339(bucket.startSeconds() * NANOS_PER_SECOND));
          json.writeNumberField("spanSeconds", bucket.spanSeconds());
          json.writeStringField("witness", bucket.witness());
          json.writeNumberField("samples", bucket.samples());
          json.writeNumberField("minLeastPicosPerSecond", bucket.minLeast());
          json.writeNumberField("minGreatestPicosPerSecond", bucket.minGreatest());
          json.writeNumberField("maxLeastPicosPerSecond", bucket.maxLeast());
          json.writeNumberField("maxGreatestPicosPerSecond", bucket.maxGreatest());
        });
  }

  @Override
  public void end() {
    out.flush();
  }

  private void print(Fields fields) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    out.println(line);
  }
}
