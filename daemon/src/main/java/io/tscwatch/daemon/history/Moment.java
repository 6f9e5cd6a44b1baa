package io.tscwatch.daemon.history;

import io.tscwatch.config.format.QuantityFormat;
import io.tscwatch.config.format.WrongValueException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * A moment of the command line: {@code 2026-03-01}, {@code 2026-03-01T12:00} or {@code 2026-03-01
 * 12:00:05} in UTC, the same with an offset, or so long ago: {@code 90min}, {@code 7d}.
 */
final class Moment {

  static final String EXPECTED =
      "expected a time ago such as 90min or 7d, or a date and time in UTC such as 2026-03-01 or"
          + " 2026-03-01T12:00:00Z";

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private Moment() {}

  /**
   * Nanoseconds since 1970.
   *
   * @throws IllegalArgumentException with a sentence if it is no moment, or beyond the years 1677
   *     to 2262
   */
  static long parse(String text, Instant now) {
    try {
      return Math.subtractExact(nanos(now), QuantityFormat.DURATION.parse(text));
    } catch (WrongValueException e) {
      return instant(text.strip());
    }
  }

  private static long instant(String text) {
    String iso = text.replaceFirst(" ", "T");
    try {
      if (!iso.contains("T")) {
        return nanos(LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC));
      }
      boolean offset = iso.matches(".*(Z|[-+]\\d\\d:?\\d\\d)");
      return nanos(
          offset
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is not a moment: " + EXPECTED, e);
    }
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
  }
}
