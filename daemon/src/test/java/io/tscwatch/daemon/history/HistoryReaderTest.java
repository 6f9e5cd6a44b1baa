package io.tscwatch.daemon.history;

import static io.tscwatch.daemon.history.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tscwatch.daemon.history.HistoryException.Reason;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryReaderTest {

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("history.db");
  }

  private History start() {
    return History.start(
        Samples.settings(file()),
        Samples.RUN,
        HistorySchema.CURRENT,
        Samples.IMPATIENT,
        state -> {});
  }

  @Test
  void twoReadersBesideAWriterSeeGrowingHistoryWithoutGaps() throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (History history = start()) {
      history.event(Samples.warp(1, NOON));
      await().until(() -> history.state().acknowledgedSequence() == 1);
      Thread[] readers = {reader(failure), reader(failure)};
      for (Thread reader : readers) {
        reader.start();
      }
      for (int i = 2; i <= 3_000; i++) {
        history.event(Samples.warp(i, NOON + i));
        while (history.state().pendingEvents() > 500) {
          Thread.onSpinWait();
        }
      }
      for (Thread reader : readers) {
        reader.join();
      }
    }
    assertThat(failure).hasNullValue();
  }

  /** Follows the history to its 3000th event, page by page. */
  private Thread reader(AtomicReference<Throwable> failure) {
    return new Thread(
        () -> {
          try (HistoryReader reader = HistoryReader.open(file())) {
            long last = 0;
            while (last < 3_000) {
              var query = HistoryQuery.oldest().after(last).limit(100);
              for (StoredEvent event : reader.events(query).events()) {
                assertThat(event.sequence()).isEqualTo(last + 1);
                last = event.sequence();
              }
            }
          } catch (HistoryException | AssertionError e) {
            failure.set(e);
          }
        });
  }

  @Test
  void aReaderThatStopsHalfwayHoldsNothingUp() throws Exception {
    try (History history = start()) {
      history.event(Samples.warp(1, NOON));
      history.event(Samples.warp(2, NOON));
      await().until(() -> history.state().acknowledgedSequence() == 2);
      try (var stuck = Sqlite.openReading(file());
          Statement statement = stuck.createStatement();
          ResultSet rows = statement.executeQuery("SELECT id FROM event")) {
        assertThat(rows.next()).isTrue();
        for (int i = 3; i <= 2_000; i++) {
          history.event(Samples.warp(i, NOON));
        }
        await().until(() -> history.state().acknowledgedSequence() == 2_000);
        assertThat(history.state().lostEvents()).isZero();
      }
    }
  }

  @Test
  void aMissingFileIsSaidToBeMissing() {
    assertThatThrownBy(() -> HistoryReader.open(file()))
        .isInstanceOfSatisfying(
            HistoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MISSING));
  }
}
