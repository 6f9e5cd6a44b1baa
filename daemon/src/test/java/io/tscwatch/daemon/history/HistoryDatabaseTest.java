package io.tscwatch.daemon.history;

import static io.tscwatch.daemon.history.Samples.DAY;
import static io.tscwatch.daemon.history.Samples.NOON;
import static io.tscwatch.daemon.history.Samples.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.daemon.history.Backlog.Batch;
import io.tscwatch.daemon.history.HistoryException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryDatabaseTest {

  private static final SizeLimit LARGE = SizeLimit.ofBytes(256L << 20);
  private static final long NOON_SECONDS = NOON / SECOND;

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("history.db");
  }

  private HistoryDatabase open(HistorySchema schema, SizeLimit limit) throws HistoryException {
    return HistoryDatabase.open(file(), schema, 0, Samples.RUN, limit);
  }

  private static Batch events(WatchEvent... events) {
    return new Batch(List.of(events), List.of(), List.of());
  }

  private static Batch bounds(BoundsBucket... buckets) {
    return new Batch(
        List.of(), List.of(new Backlog.Samples(NOON, List.of(buckets), List.of())), List.of());
  }

  private List<BoundsBucket> read(long span) throws HistoryException {
    try (HistoryReader reader = HistoryReader.open(file())) {
      return reader.bounds(BoundsQuery.since(0).spans(span));
    }
  }

  private List<Long> sequences() throws HistoryException {
    try (HistoryReader reader = HistoryReader.open(file())) {
      return reader.events(HistoryQuery.oldest()).events().stream()
          .map(StoredEvent::sequence)
          .toList();
    }
  }

  @Test
  void hoursAndDaysAreExactlyWhatTheirMinutesWere() throws HistoryException {
    try (HistoryDatabase database = open(HistorySchema.CURRENT, LARGE)) {
      database.write(bounds(new BoundsBucket(60, NOON_SECONDS, 1, 0, 3, -35, -10, 20, 40, 35, 70)));
      database.write(bounds(new BoundsBucket(60, NOON_SECONDS + 60, 1, 0, 2, -5, 2, 3, 4, 1, 9)));
      database.write(
          bounds(new BoundsBucket(60, NOON_SECONDS + 3_600, 1, 0, 1, -9, -9, 90, 90, 99, 99)));

      assertThat(read(60)).hasSize(3);
      assertThat(read(3_600))
          .containsExactly(
              new BoundsBucket(3_600, NOON_SECONDS, 1, 0, 5, -35, 2, 3, 40, 1, 70),
              new BoundsBucket(3_600, NOON_SECONDS + 3_600, 1, 0, 1, -9, -9, 90, 90, 99, 99));
      assertThat(read(86_400))
          .containsExactly(
              new BoundsBucket(86_400, NOON_SECONDS - 43_200, 1, 0, 6, -35, 2, 3, 90, 1, 99));
      assertThat(database.storedBounds()).isEqualTo(6);
    }
  }

  @Test
  void whatIsTooOldGoesAndNothingElse() throws HistoryException {
    try (HistoryDatabase database = open(HistorySchema.CURRENT, LARGE)) {
      database.write(events(Samples.online(1, NOON - DAY - 1), Samples.online(2, NOON - DAY)));
      long limit = NOON_SECONDS - 86_400;
      database.write(
          bounds(
              new BoundsBucket(60, limit - 60, 1, 0, 1, -9, -9, 9, 9, 18, 18),
              new BoundsBucket(60, limit, 1, 0, 1, -9, -9, 9, 9, 18, 18)));

      database.prune(NOON - DAY);

      assertThat(sequences()).containsExactly(2L);
      assertThat(read(60)).extracting(BoundsBucket::startSeconds).containsExactly(limit);
      assertThat(database.storedEvents()).isEqualTo(1);
      assertThat(database.storedBounds())
          .isEqualTo(read(60).size() + read(3_600).size() + read(86_400).size());
    }
  }

  @Test
  void theFileStaysBelowItsLimitAndTheNewestStays() throws Exception {
    long maxBytes = 1 << 20;
    try (HistoryDatabase database = open(HistorySchema.CURRENT, SizeLimit.ofBytes(maxBytes))) {
      for (int batch = 0; batch < 100; batch++) {
        WatchEvent[] events = new WatchEvent[200];
        for (int i = 0; i < events.length; i++) {
          long sequence = batch * 200L + i + 1;
          events[i] = Samples.warp(sequence, NOON + sequence * SECOND);
        }
        database.write(events(events));
        assertThat(Files.size(file())).isLessThanOrEqualTo(maxBytes);
      }
      assertThat(database.bytes()).isLessThanOrEqualTo(maxBytes + (64 << 10));
      try (HistoryReader reader = HistoryReader.open(file())) {
        assertThat(reader.events(HistoryQuery.latest().limit(1)).events())
            .extracting(StoredEvent::sequence)
            .containsExactly(20_000L);
      }
      assertThat(database.storedEvents()).isBetween(1_000L, 19_000L);
    }
  }

  @Test
  void minutesGoBeforeHoursAndEvents() throws Exception {
    try (HistoryDatabase database = open(HistorySchema.CURRENT, SizeLimit.ofBytes(1 << 20))) {
      database.write(events(Samples.warp(1, NOON)));
      for (int minute = 0; minute < 1_200; minute++) {
        List<BoundsBucket> buckets = new ArrayList<>();
        for (int cpu = 1; cpu <= 24; cpu++) {
          buckets.add(
              new BoundsBucket(
                  60, NOON_SECONDS + minute * 60L, cpu, 0, 6, -99, -90, 90, 99, 180, 198));
        }
        database.write(
            new Batch(
                List.of(),
                List.of(new Backlog.Samples(NOON, List.copyOf(buckets), List.of())),
                List.of()));
        database.prune(NOON - DAY);
      }

      assertThat(sequences()).containsExactly(1L);
      assertThat(read(3_600)).hasSize(20 * 24);
      assertThat(read(60).size()).isBetween(1_000, 28_000);
      assertThat(Files.size(file())).isLessThanOrEqualTo(1 << 20);
    }
  }

  @Test
  void aLoweredLimitShrinksTheFile() throws Exception {
    try (HistoryDatabase database = open(HistorySchema.CURRENT, LARGE)) {
      for (int batch = 0; batch < 50; batch++) {
        WatchEvent[] events = new WatchEvent[200];
        for (int i = 0; i < events.length; i++) {
          events[i] = Samples.warp(batch * 200L + i + 1, NOON + batch);
        }
        database.write(events(events));
      }
      database.setLimit(SizeLimit.ofBytes(1 << 20));
      for (int i = 0; i < 10; i++) {
        database.prune(0);
      }
    }
    assertThat(Files.size(file())).isLessThanOrEqualTo(1 << 20);
  }

  @Test
  void anOlderSchemaIsBroughtUpToDateWithWhatItHolds() throws HistoryException {
    try (HistoryDatabase database = open(HistorySchema.CURRENT, LARGE)) {
      database.write(events(Samples.warp(1, NOON)));
    }
    try (HistoryDatabase database = open(later(), LARGE)) {
      assertThat(database.storedEvents()).isEqualTo(1);
    }
  }

  private static RateBucket rate(long span, long start, String witness, long min, long max) {
    return RateBucket.ofSample(span, start, witness, min, max);
  }

  private static Batch rates(RateBucket... buckets) {
    return new Batch(
        List.of(), List.of(new Backlog.Samples(NOON, List.of(), List.of(buckets))), List.of());
  }

  private List<RateBucket> readRates(long span, String... witnesses) throws HistoryException {
    try (HistoryReader reader = HistoryReader.open(file())) {
      return reader.rates(BoundsQuery.since(0).spans(span), Set.of(witnesses));
    }
  }

  @Test
  void ratesOfHoursAndDaysAreWhatTheirMinutesWere() throws HistoryException {
    try (HistoryDatabase database = open(HistorySchema.CURRENT, LARGE)) {
      database.write(
          rates(
              rate(60, NOON_SECONDS, "hpet", -50, 60).plus(rate(60, NOON_SECONDS, "hpet", -9, 9)),
              rate(60, NOON_SECONDS, "realtime", -900, 900)));
      database.write(rates(rate(60, NOON_SECONDS + 60, "hpet", -3, 70)));

      assertThat(readRates(60)).hasSize(3);
      assertThat(readRates(3_600, "hpet"))
          .containsExactly(new RateBucket(3_600, NOON_SECONDS, "hpet", 3, -50, -3, 9, 70));
      assertThat(readRates(86_400))
          .extracting(RateBucket::witness, RateBucket::samples)
          .containsExactly(tuple("hpet", 3L), tuple("realtime", 1L));
      assertThat(database.storedBounds()).isEqualTo(7);
    }
  }

  @Test
  void ratesThatAreTooOldGoToo() throws HistoryException {
    try (HistoryDatabase database = open(HistorySchema.CURRENT, LARGE)) {
      long limit = NOON_SECONDS - 3_600;
      database.write(rates(rate(60, limit - 60, "hpet", -1, 1), rate(60, limit, "hpet", -2, 2)));
      database.prune(limit * Samples.SECOND);
      assertThat(readRates(60)).extracting(RateBucket::startSeconds).containsExactly(limit);
      // Its hour went with it, its day is not over.
      assertThat(readRates(3_600)).hasSize(1);
      assertThat(database.storedBounds()).isEqualTo(3);
    }
  }

  @Test
  void aFileOfBeforeThereWereRatesIsReadAndThenBroughtUpToDate() throws Exception {
    HistorySchema before = new HistorySchema(HistorySchema.CURRENT.migrations().subList(0, 2));
    try (var old = Sqlite.openWriting(file())) {
      before.migrate(old);
      Sqlite.execute(
          old,
          "INSERT INTO bounds VALUES (60, "
              + NOON_SECONDS
              + ", 1, 0, 3, -35, -10, 20, 40, 35, 70)");
    }
    try (HistoryReader reader = HistoryReader.open(file())) {
      assertThat(reader.spanSeconds()).containsExactly(60L);
      assertThat(reader.rates(BoundsQuery.since(0).spans(60), Set.of())).isEmpty();
    }
    try (HistoryDatabase database = open(HistorySchema.CURRENT, LARGE)) {
      assertThat(database.storedBounds()).isEqualTo(1);
      database.write(rates(rate(60, NOON_SECONDS, "hpet", -5, 5)));
    }
    assertThat(read(60)).hasSize(1);
    assertThat(readRates(60)).containsExactly(rate(60, NOON_SECONDS, "hpet", -5, 5));
  }

  @Test
  void aLaterSchemaIsLeftAloneToTheByte() throws Exception {
    open(later(), LARGE).close();
    byte[] before = Files.readAllBytes(file());

    assertThatThrownBy(() -> open(HistorySchema.CURRENT, LARGE))
        .isInstanceOfSatisfying(
            HistoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NEWER))
        .hasMessageContaining("later tscwatch (schema 4, this one knows 3)");
    assertThatThrownBy(() -> HistoryReader.open(file())).isInstanceOf(HistoryException.class);
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void aDatabaseOfSomethingElseIsLeftAloneToTheByte() throws Exception {
    try (var other = Sqlite.openWriting(file())) {
      Sqlite.execute(other, "CREATE TABLE bookmarks (url TEXT)");
    }
    byte[] before = Files.readAllBytes(file());

    assertThatThrownBy(() -> open(HistorySchema.CURRENT, LARGE))
        .isInstanceOfSatisfying(
            HistoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FOREIGN));
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  private static HistorySchema later() {
    List<List<String>> migrations = new ArrayList<>(HistorySchema.CURRENT.migrations());
    migrations.add(List.of("ALTER TABLE event ADD COLUMN seen_by TEXT"));
    return new HistorySchema(migrations);
  }
}
