package io.tscwatch.daemon.http;

import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.config.format.QuantityFormat;
import io.tscwatch.config.format.WrongValueException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** {@code /v1/history}: what was remembered, a bounded part of it at a time. */
final class HistoryPage {

  static final List<String> PARAMETERS =
      List.of("since", "limit", "series", "cpu", "witness", "order");

  private static final List<String> SERIES = List.of("events", "offsets", "rates");
  private static final int DEFAULT_LIMIT = 1_000;
  private static final int MOST = 10_000;
  private static final int LARGEST_CPU = 1 << 20;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** Reading may wait for a disk, and threads that wait answer nobody else. */
  private static final int READERS = 2;

  private final HistorySource source;
  private final Supplier<Instant> now;
  private final Semaphore readers = new Semaphore(READERS);

  HistoryPage(HistorySource source, Supplier<Instant> now) {
    this.source = source;
    this.now = now;
  }

  Reply reply(Query query) {
    long since = since(query.value("since").orElse("24h"));
    int limit = query.number("limit", 1, MOST, DEFAULT_LIMIT);
    int cpu = query.number("cpu", 0, LARGEST_CPU, -1);
    String series = query.value("series").orElse("events");
    if (!SERIES.contains(series)) {
      throw new ProblemException(400, "series has to be events, offsets or rates.");
    }
    String order = query.value("order").orElse("oldest");
    if (!order.equals("oldest") && !(order.equals("newest") && series.equals("events"))) {
      throw new ProblemException(400, "order has to be oldest, or newest of events.");
    }
    if (!readers.tryAcquire()) {
      throw new ProblemException(503, "Others are reading the history; try again in a second.");
    }
    try {
      return Reply.Document.of(
          "application/json",
          switch (series) {
            case "offsets" ->
                offsets(since, cpu < 0 ? OptionalInt.empty() : OptionalInt.of(cpu), limit);
            case "rates" -> rates(since, query.value("witness"), limit);
            default -> events(order.equals("newest"), since, limit);
          });
    } catch (IOException e) {
      throw new ProblemException(503, "The history cannot be read: " + e.getMessage());
    } finally {
      readers.release();
    }
  }

  private byte[] events(boolean newestFirst, long since, int limit) throws IOException {
    List<WatchEvent> read = source.events(newestFirst, since, limit + 1);
    boolean more = read.size() > limit;
    return HistoryDocument.events(since, more ? read.subList(0, limit) : read, more);
  }

  private byte[] offsets(long since, OptionalInt cpu, int limit) throws IOException {
    List<OffsetSample> read = source.offsets(since, cpu, limit + 1);
    boolean more = read.size() > limit;
    return HistoryDocument.offsets(since, more ? read.subList(0, limit) : read, more);
  }

  private byte[] rates(long since, Optional<String> witness, int limit) throws IOException {
    List<RateSample> read = source.rates(since, witness, limit + 1);
    boolean more = read.size() > limit;
    return HistoryDocument.rates(since, more ? read.subList(0, limit) : read, more);
  }

  /** Nanoseconds since 1970 of an instant of RFC 3339, or of a time before now such as 90min. */
  private long since(String text) {
    try {
      return nanos(now.get()) - QuantityFormat.DURATION.parse(text);
    } catch (WrongValueException e) {
      return instant(text);
    }
  }

  private static long instant(String text) {
    try {
      return nanos(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException | ArithmeticException e) {
      throw new ProblemException(
          400, "since has to be an instant such as 2026-03-01T12:00:00Z, or a time such as 90min.");
    }
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
  }
}
