package io.tscwatch.daemon.http;

import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.daemon.report.Times;
import java.util.List;

/** A part of the history as JSON: the schema is {@code History} in {@code openapi.json}. */
final class HistoryDocument {

  static final String FORMAT = "tscwatch-history/1";

  private HistoryDocument() {}

  /**
   * Events, in their order.
   *
   * @param more true if the limit left out some
   */
  static byte[] events(long sinceRealtimeNanos, List<WatchEvent> events, boolean more) {
    return JsonBytes.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("format", FORMAT);
          json.writeStringField("since", Times.rfc3339(sinceRealtimeNanos));
          json.writeBooleanField("more", more);
          json.writeArrayFieldStart("events");
          for (WatchEvent event : events) {
            EventDocument.write(event, json);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** Rates, oldest first. */
  static byte[] rates(long sinceRealtimeNanos, List<RateSample> samples, boolean more) {
    return JsonBytes.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("format", FORMAT);
          json.writeStringField("since", Times.rfc3339(sinceRealtimeNanos));
          json.writeBooleanField("more", more);
          json.writeArrayFieldStart("rates");
          for (RateSample sample : samples) {
            json.writeStartObject();
            json.writeStringField("at", Times.rfc3339(sample.realtimeNanos()));
            json.writeStringField("witness", sample.witness());
            json.writeNumberField("minPicosPerSecond", sample.minPicosPerSecond());
            json.writeNumberField("maxPicosPerSecond", sample.maxPicosPerSecond());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** Bounds, oldest first. */
  static byte[] offsets(long sinceRealtimeNanos, List<OffsetSample> samples, boolean more) {
    return JsonBytes.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("format", FORMAT);
          json.writeStringField("since", Times.rfc3339(sinceRealtimeNanos));
          json.writeBooleanField("more", more);
          json.writeArrayFieldStart("offsets");
          for (OffsetSample sample : samples) {
            json.writeStartObject();
            json.writeStringField("at", Times.rfc3339(sample.realtimeNanos()));
            json.writeNumberField("cpu", sample.cpu());
            json.writeNumberField("referenceCpu", sample.referenceCpu());
            json.writeNumberField("lowerNanos", sample.lowerNanos());
            json.writeNumberField("upperNanos", sample.upperNanos());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
