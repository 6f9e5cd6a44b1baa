package io.tscwatch.daemon.alert;

import static io.tscwatch.daemon.alert.Examples.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.watch.ActiveFinding;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.config.HistorySettings;
import io.tscwatch.config.Settings;
import io.tscwatch.daemon.WatchFixture;
import io.tscwatch.daemon.alert.state.AlertsState;
import io.tscwatch.daemon.history.History;
import io.tscwatch.daemon.history.HistoryState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final WatchStatus FAULTY = WatchFixture.of("one-cpu-500-ahead");
  private static final WatchStatus FINE = WatchFixture.of("all-in-sync-2");

  @TempDir private Path folder;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private int port;
  private long ticks;

  @BeforeEach
  void findAPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  private Settings settings(String targets) {
    return Examples.settings(
        folder,
        "verdict: { requalify-after: 10s, clear-after: 5s }\nalerts: { targets: ["
            + targets
            + "] }\n");
  }

  private Settings webhook() {
    return settings("{ name: w, type: webhook, url: 'http://127.0.0.1:" + port + "/w' }");
  }

  /** A history and alerts that write to it, as one run of the daemon has them. */
  private final class Run implements AutoCloseable {
    private final History history;
    private final Alerts alerts;

    Run(Settings settings) {
      history =
          History.start(
              new HistorySettings(
                  folder.resolve("history.db"), 60 * SECOND, 3_600 * SECOND, 16 << 20),
              Origin.THIS_MACHINE,
              ++ticks * SECOND,
              "1",
              state -> {});
      alerts =
          Alerts.start(
              settings,
              Origin.THIS_MACHINE,
              "1",
              history,
              new AlertListener() {
                @Override
                public void failing(String target, String why) {
                  said.add("failing " + why);
                }

                @Override
                public void working(String target, long pending) {
                  said.add("working");
                }

                @Override
                public void refused(String target, String why) {
                  said.add("refused " + why);
                }
              });
    }

    void tick(WatchStatus status, long seconds) {
      alerts.status(real(status, seconds));
    }

    @Override
    public void close() {
      alerts.close();
      history.close();
    }
  }

  /** The status of a real machine, so many seconds later. */
  private static WatchStatus real(WatchStatus s, long seconds) {
    List<ActiveFinding> findings = new ArrayList<>(s.findings());
    return new WatchStatus(
        Origin.THIS_MACHINE,
        s.startedRealtimeNanos(),
        s.asOfRealtimeNanos() + seconds * SECOND,
        s.asOfMonotonicNanos() + seconds * SECOND,
        true,
        s.limits(),
        s.verdict(),
        s.verdictSinceRealtimeNanos(),
        s.reason(),
        s.requalifiesAtRealtimeNanos(),
        s.evidenceMonotonicNanos(),
        s.referenceCpu(),
        s.frequency(),
        s.agreementNanos(),
        s.cpus(),
        findings,
        s.recommendations(),
        s.matrix(),
        s.facts(),
        s.witnesses(),
        s.intrusion(),
        s.counters());
  }

  private static List<String> events(Receiver receiver) {
    return receiver.requests().stream().map(Receiver.Request::event).toList();
  }

  @Test
  void aFaultIsToldAndTakenBack() throws Exception {
    try (Receiver receiver = new Receiver(port, Optional.empty());
        Run run = new Run(webhook())) {
      run.tick(FAULTY, 1);
      await().atMost(SOON).until(() -> events(receiver).size() == 1);
      run.tick(FINE, 2);
      await().atMost(SOON).until(() -> events(receiver).size() == 2);

      assertThat(events(receiver)).containsExactly("firing skew.warp", "resolved skew.warp");
      assertThat(receiver.requests().get(0).body()).contains("\"cpus\":[2]");
      assertThat(said).isEmpty();
    }
  }

  @Test
  void whatAnOutageAndARestartKeptBackIsToldInOrderAndOnce() throws Exception {
    try (Run run = new Run(webhook())) {
      run.tick(FAULTY, 1);
      run.tick(FINE, 2);
      run.tick(FAULTY, 3);
      await().atMost(SOON).until(() -> pending(run) == 3 && !said.isEmpty());
      assertThat(said).containsExactly("failing no connection");
    }
    try (Receiver receiver = new Receiver(port, Optional.empty());
        Run run = new Run(webhook())) {
      run.tick(FAULTY, 4);
      await().atMost(SOON).until(() -> pending(run) == 0 && events(receiver).size() == 3);
      run.tick(FAULTY, 5);
      run.tick(FINE, 20);
      await().atMost(SOON).until(() -> events(receiver).size() == 4);

      assertThat(events(receiver))
          .containsExactly(
              "firing skew.warp", "resolved skew.warp", "firing skew.warp", "resolved skew.warp");
      List<Long> ids =
          receiver.requests().stream()
              .map(r -> Long.valueOf(r.body().replaceAll(".*\"id\":\"(\\d+)\".*", "$1")))
              .toList();
      assertThat(ids).isSorted().doesNotHaveDuplicates();
    }
    // A third run finds nothing left to tell.
    try (Receiver receiver = new Receiver(port, Optional.empty());
        Run run = new Run(webhook())) {
      run.tick(FINE, 30);
      await().atMost(SOON).until(() -> run.history.state().health() == HistoryState.Health.OK);
      assertThat(run.history.outbox().deliveries()).isEmpty();
      assertThat(run.history.outbox().alerts())
          .extracting(alert -> alert.severity())
          .doesNotContain("critical");
      assertThat(receiver.requests()).isEmpty();
    }
  }

  @Test
  void aFaultThatWentDuringTheRestartIsTakenBackOnlyAfterTheTimeOfRequalification()
      throws Exception {
    try (Receiver receiver = new Receiver(port, Optional.empty())) {
      try (Run run = new Run(webhook())) {
        run.tick(FAULTY, 1);
        await().atMost(SOON).until(() -> events(receiver).size() == 1);
      }
      try (Run run = new Run(webhook())) {
        run.tick(FINE, 100);
        await().atMost(SOON).until(() -> run.alerts.state().firing() >= 1);
        run.tick(FINE, 109);
        await().during(Duration.ofMillis(1_500)).until(() -> events(receiver).size() == 1);
        run.tick(FINE, 110);
        await().atMost(SOON).until(() -> events(receiver).size() == 2);
      }
      assertThat(events(receiver)).containsExactly("firing skew.warp", "resolved skew.warp");
    }
  }

  @Test
  void anAlertmanagerThatWasDownIsToldTheLastState() throws Exception {
    Settings alertmanager =
        settings("{ name: am, type: alertmanager, url: 'http://127.0.0.1:" + port + "' }");
    try (Run run = new Run(alertmanager)) {
      run.tick(FAULTY, 1);
      await().atMost(SOON).until(() -> said.contains("failing no connection"));
      run.tick(FINE, 2);
      await().atMost(SOON).until(() -> run.alerts.state().firing() < HELD);
      try (Receiver receiver = new Receiver(port, Optional.empty())) {
        await().atMost(SOON).until(() -> pending(run) == 0);

        assertThat(receiver.requests()).hasSize(1);
        assertThat(receiver.requests().get(0).body())
            .containsOnlyOnce("\"code\":\"skew.warp\"")
            .contains("\"instance\":");
      }
    }
  }

  private static final int HELD = HeldAlerts.of(FAULTY, "h", 0).size();

  @Test
  void aTargetThatIsAddedByAReloadIsToldWhatHolds() throws Exception {
    try (Receiver receiver = new Receiver(port, Optional.empty());
        Run run = new Run(settings(""))) {
      run.tick(FAULTY, 1);
      assertThat(run.alerts.state()).isEqualTo(AlertsState.NONE);
      run.alerts.reload(webhook());
      await()
          .atMost(SOON)
          .until(
              () -> {
                run.tick(FAULTY, 2);
                return events(receiver).size() == 1;
              });

      assertThat(events(receiver)).containsExactly("firing skew.warp");
      run.alerts.reload(settings(""));
      assertThat(run.alerts.state().targets()).isEmpty();
    }
  }

  @Test
  void whatIsLessThanATargetWantsIsNotTold() throws Exception {
    Settings all =
        settings(
            "{ name: w, type: webhook, min-severity: info, url: 'http://127.0.0.1:"
                + port
                + "/w' }");
    try (Receiver receiver = new Receiver(port, Optional.empty());
        Run run = new Run(all)) {
      run.tick(FAULTY, 1);
      await().atMost(SOON).until(() -> events(receiver).size() == HELD);

      assertThat(HELD).isGreaterThan(1);
    }
  }

  @Test
  void whatIsRefusedIsGivenUpAndSaid() throws Exception {
    try (Receiver receiver = new Receiver(port, Optional.empty());
        Run run = new Run(webhook())) {
      receiver.answerWith(422);
      run.tick(FAULTY, 1);
      await().atMost(SOON).until(() -> !said.isEmpty() && pending(run) == 0);

      assertThat(said).containsExactly("refused it answers 422: noted [2J");
      assertThat(run.alerts.state().targets().get(0).refused()).isEqualTo(1);
    }
  }

  private static long pending(Run run) {
    return run.alerts.state().targets().stream().mapToLong(t -> t.pending()).sum();
  }
}
