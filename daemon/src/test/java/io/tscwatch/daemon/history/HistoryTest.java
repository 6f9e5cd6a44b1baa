package io.tscwatch.daemon.history;

import static io.tscwatch.daemon.history.Samples.NOON;
import static io.tscwatch.daemon.history.Samples.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.daemon.history.HistoryState.Health;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

  @TempDir private Path folder;

  private History start() {
    return History.start(
        Samples.settings(file()),
        Samples.RUN,
        HistorySchema.CURRENT,
        Samples.IMPATIENT,
        state -> {});
  }

  private Path file() {
    return folder.resolve("history.db");
  }

  private static void awaitStored(History history, long sequence) {
    await().until(() -> history.state().acknowledgedSequence() >= sequence);
  }

  @Test
  void anEventComesBackAsItWas() {
    try (History history = start()) {
      history.event(Samples.warp(1, NOON));
      awaitStored(history, 1);

      assertThat(history.events(HistoryQuery.oldest()).events())
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.id()).hasValue(1);
                assertThat(event.run()).isEqualTo(Samples.RUN);
                assertThat(event.sequence()).isEqualTo(1);
                assertThat(event.realtimeNanos()).isEqualTo(NOON);
                assertThat(event.monotonicNanos()).isEqualTo(1000);
                assertThat(event.kind()).isEqualTo("finding-raised");
                assertThat(event.code()).hasValue("skew.warp");
                assertThat(event.severity()).isEqualTo("critical");
                assertThat(event.cpus()).isEqualTo(CpuSet.parse("3,8-9"));
                assertThat(event.amounts())
                    .containsExactly(
                        new StoredEvent.Amount("offsetLower", Long.MIN_VALUE, "cycles"),
                        new StoredEvent.Amount("offsetUpper", 4_100, "ns"));
                assertThat(event.sentence())
                    .isEqualTo("CPU 3 is at least 4.1 µs \"ahead\" of CPU 0.");
              });
    }
  }

  @Test
  void whatOneRunSawTheNextOneKnows() {
    try (History first = start()) {
      first.event(Samples.warp(1, NOON));
    }
    try (History second = start()) {
      second.event(Samples.online(1, NOON + SECOND));
      awaitStored(second, 1);

      assertThat(second.events(HistoryQuery.oldest()).events())
          .extracting(StoredEvent::kind)
          .containsExactly("finding-raised", "cpu-online");
      assertThat(second.state().storedEvents()).isEqualTo(2);
      assertThat(second.state().health()).isEqualTo(Health.OK);
    }
  }

  @Test
  void pagesFollowEachOtherInBothOrders() {
    try (History history = start()) {
      for (int i = 1; i <= 5; i++) {
        history.event(Samples.online(i, NOON + i * SECOND));
      }
      awaitStored(history, 5);

      assertThat(sequences(history, HistoryQuery.oldest().limit(2))).containsExactly(1L, 2L);
      assertThat(allPages(history, HistoryQuery.oldest().limit(2)))
          .containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(allPages(history, HistoryQuery.latest().limit(2)))
          .containsExactly(5L, 4L, 3L, 2L, 1L);
    }
  }

  @Test
  void sinceIsIncludedUntilIsNot() {
    try (History history = start()) {
      for (int i = 1; i <= 5; i++) {
        history.event(Samples.online(i, NOON + i * SECOND));
      }
      awaitStored(history, 5);

      HistoryQuery query = HistoryQuery.oldest().since(NOON + 2 * SECOND).until(NOON + 4 * SECOND);
      assertThat(sequences(history, query)).containsExactly(2L, 3L);
    }
  }

  @Test
  void onlyTheKindsThatWereAskedFor() {
    try (History history = start()) {
      history.event(Samples.online(1, NOON));
      history.event(Samples.warp(2, NOON));
      awaitStored(history, 2);

      assertThat(sequences(history, HistoryQuery.oldest().ofKinds(Set.of("finding-raised"))))
          .containsExactly(2L);
      assertThat(sequences(history, HistoryQuery.oldest().ofKinds(Set.of("cpu-offline"))))
          .isEmpty();
    }
  }

  private static List<Long> sequences(History history, HistoryQuery query) {
    return history.events(query).events().stream().map(StoredEvent::sequence).toList();
  }

  private static List<Long> allPages(History history, HistoryQuery query) {
    var all = new java.util.ArrayList<Long>();
    HistoryPage page = history.events(query);
    page.events().forEach(event -> all.add(event.sequence()));
    while (page.cursor().isPresent()) {
      page = history.events(query.after(page.cursor().getAsLong()));
      page.events().forEach(event -> all.add(event.sequence()));
    }
    return all;
  }
}
