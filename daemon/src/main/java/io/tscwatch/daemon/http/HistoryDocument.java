package io.tscwatch.daemon.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.daemon.report.Times;
import java.io.IOException;
import java.util.List;

/** A part of the history as JSON: the schema is {@code History} in {@code openapi.json}. */
final class HistoryDocument {

  static final String FORMAT = "tscwatch-history/1";

  private HistoryDocument() {}

  /** Writes one of a series. */
  private interface Entry<T> {
    void write(T value, JsonGenerator json) throws IOException;
  }

  /**
   * Events, in their order.
   *
   * @param more true if the limit left out some
   */
  static byte[] events(long sinceRealtimeNanos, List<WatchEvent> events, boolean more) {
    return document(sinceRealtimeNanos, more, "events", events, EventDocument::write);
  }

  /** Rates, oldest first. */
  static byte[] rates(long sinceRealtimeNanos, List<RateSample> samples, boolean more) {
    return document(sinceRealtimeNanos, more, "rates", samples, HistoryDocument::write);
  }

  /** Bounds, oldest first. */
  static byte[] offsets(long sinceRealtimeNanos, List<OffsetSample> samples, boolean more) {
    return document(sinceRealtimeNanos, more, "offsets", samples, HistoryDocument::write);
  }

  private static <T> byte[] document(
      long sinceRealtimeNanos, boolean more, String series, List<T> values, Entry<T> entry) {
    return JsonBytes.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("format", FORMAT);
          json.writeStringField("since", Times.rfc3339(sinceRealtimeNanos));
          json.writeBooleanField("more", more);
          json.writeArrayFieldStart(series);
          for (T value : values) {
            entry.write(value, json);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(RateSample sample, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("at", Times.rfc3339(sample.realtimeNanos()));
    json.writeStringField("witness", sample.witness());
    json.writeNumberField("minPicosPerSecond", sample.minPicosPerSecond());
    json.writeNumberField("maxPicosPerSecond", sample.maxPicosPerSecond());
    json.writeEndObject();
  }

  private static void write(OffsetSample sample, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("at", Times.rfc3339(sample.realtimeNanos()));
    json.writeNumberField("cpu", sample.cpu());
    json.writeNumberField("referenceCpu", sample.referenceCpu());
    json.writeNumberField("lowerNanos", sample.lowerNanos());
    json.writeNumberField("upperNanos", sample.upperNanos());
    json.writeEndObject();
  }
}
