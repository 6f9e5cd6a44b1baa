package io.tscwatch.daemon.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants as RFC 3339 with nanoseconds, in UTC: {@code 2026-03-01T12:00:00.000000001Z}. */
public final class Times {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private Times() {}

  /** The instant so many nanoseconds after 1970. */
  public static String rfc3339(long realtimeNanos) {
    return FORMAT.format(
        Instant.ofEpochSecond(
            Math.floorDiv(realtimeNanos, NANOS_PER_SECOND),
            Math.floorMod(realtimeNanos, NANOS_PER_SECOND)));
  }
}
