package io.tscwatch.daemon.integrations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tscwatch.daemon.monitor.Partner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A fault is planted in a simulated machine; a real Prometheus scrapes the daemon, and a real
 * Alertmanager, which is down when the fault comes, notifies. The daemon itself tells the same
 * Alertmanager, and a webhook.
 */
class AlertingChainTest {

  private static final Duration SOON = Duration.ofMinutes(3);

  private static final String SCENARIO =
      """
      name: a fault that is put right
      description: The TSC of CPU 1 steps, and is put back a minute later.
      machine: { cores-per-cache: 2 }
      events:
        - { at: 20s, event: tsc-step, cpus: 1, by: 2us }
        - { at: 90s, event: tsc-step, cpus: 1, by: -2us }
      """;

  /** One alert of a notification of the Alertmanager, or one document of the daemon. */
  private record Told(
      Instant at, Instant since, String status, String name, String cpus, String instance) {}

  @TempDir private Path folder;
  private final List<Told> notified = new CopyOnWriteArrayList<>();
  private final List<Told> ownWebhook = new CopyOnWriteArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private HttpServer receiver;
  private int daemon;
  private int prometheus;
  private int alertmanager;

  @BeforeEach
  void start() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/notified", this::notification);
    receiver.createContext("/own", this::document);
    receiver.start();
    daemon = freePort();
    prometheus = freePort();
    alertmanager = freePort();
  }

  @AfterEach
  void stop() throws InterruptedException {
    receiver.stop(0);
    processes.forEach(Process::destroy);
    for (Process process : processes) {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void aFaultIsToldOnceWithItsCpuAndTakenBackOnceAlthoughTheAlertmanagerWasDown() throws Exception {
    Path prometheusProgram = Partner.require("prometheus", "prometheus");
    Path alertmanagerProgram =
        Partner.require("prometheus-alertmanager", "prometheus-alertmanager");
    // Debian's has the path of its templates built in.
    Assumptions.assumeTrue(
        Files.exists(Path.of("/usr/share/prometheus/alertmanager/default.tmpl")),
        "the Alertmanager's templates are not installed: nothing tested");
    startPrometheus(prometheusProgram);
    startDaemon();
    await().atMost(SOON).until(() -> pendingForAlertmanager() > 0);
    await().atMost(SOON).until(() -> get(prometheus, "/api/v1/alerts").contains("TscUnreliable"));
    Instant up = Instant.now();
    startAlertmanager(alertmanagerProgram);
    await()
        .atMost(SOON)
        .until(
            () ->
                count("resolved", "TscUnreliable") > 0
                    && count("resolved", "TscSkewBeyondLimit") > 0);

    notified.forEach(told -> System.out.println(line(up, told)));
    ownWebhook.forEach(
        told ->
            System.out.println(
                "own webhook: "
                    + told.status()
                    + " "
                    + told.name()
                    + ", received "
                    + Duration.between(told.since(), told.at()).toMillis()
                    + " ms after it happened"));
    assertThat(count("firing", "TscUnreliable")).isEqualTo(1);
    assertThat(count("firing", "TscSkewBeyondLimit")).isEqualTo(1);
    assertThat(count("resolved", "TscUnreliable")).isEqualTo(1);
    assertThat(count("resolved", "TscSkewBeyondLimit")).isEqualTo(1);
    assertThat(notified)
        .filteredOn(t -> t.status().equals("firing") && t.name().equals("TscSkewBeyondLimit"))
        .extracting(Told::cpus)
        .containsExactly("1");
    assertThat(notified)
        .filteredOn(t -> t.status().equals("firing") && t.name().equals("TscUnreliable"))
        .allMatch(t -> t.cpus().startsWith("CPUs not proven in sync: 1."));
    assertThat(ownWebhook)
        .filteredOn(t -> t.name().equals("skew.beyond-limit"))
        .extracting(Told::status)
        .containsExactly("firing", "resolved");
  }

  private static String line(Instant up, Told told) {
    return "Alertmanager notifies: "
        + told.status()
        + " "
        + told.name()
        + " ("
        + told.cpus()
        + "), "
        + Duration.between(up, told.at()).toMillis()
        + " ms after it was started, "
        + Duration.between(told.since(), told.at()).toMillis()
        + " ms after it began or ended";
  }

  private long count(String status, String name) {
    return notified.stream()
        .filter(told -> told.status().equals(status) && told.name().equals(name))
        .count();
  }

  private void startDaemon() throws IOException {
    Path scenario = Files.writeString(folder.resolve("scenario.yaml"), SCENARIO);
    Path settings =
        Files.writeString(
            folder.resolve("tscwatch.yaml"),
            """
            verdict: { clear-after: 5s, requalify-after: 10s }
            alerts:
              targets:
                - { name: am, type: alertmanager, url: 'http://127.0.0.1:%d' }
                - { name: own, type: webhook, url: 'http://127.0.0.1:%d/own' }
            """
                .formatted(alertmanager, receiver.getAddress().getPort()));
    start(
        "daemon",
        Program.command(
            "daemon",
            "--simulate",
            scenario.toString(),
            "--config",
            settings.toString(),
            "--listen",
            "127.0.0.1:" + daemon,
            "--state-dir",
            folder.toString()));
  }

  private void startPrometheus(Path program) throws IOException {
    String rules =
        Files.readString(Path.of("src/dist/prometheus/tscwatch.rules.yml"))
            // The machine of this test is simulated, and such alerts do not fire.
            .replace(",simulated=\"\"", "")
            .replace("{simulated=\"\"}", "");
    Files.writeString(folder.resolve("rules.yml"), rules);
    Path settings =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global: { scrape_interval: 1s, evaluation_interval: 1s }
            rule_files: [rules.yml]
            alerting:
              alertmanagers: [ { static_configs: [ { targets: ['127.0.0.1:%d'] } ] } ]
            scrape_configs:
              - { job_name: tscwatch, static_configs: [ { targets: ['127.0.0.1:%d'] } ] }
            """
                .formatted(alertmanager, daemon));
    start(
        "prometheus",
        List.of(
            program.toString(),
            "--config.file=" + settings,
            "--storage.tsdb.path=" + folder.resolve("tsdb"),
            "--rules.alert.resend-delay=5s",
            "--web.listen-address=127.0.0.1:" + prometheus));
  }

  private void startAlertmanager(Path program) throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("alertmanager.yml"),
            """
            route: { receiver: test, group_by: [alertname], group_wait: 1s, group_interval: 1s }
            receivers:
              - name: test
                webhook_configs: [ { url: 'http://127.0.0.1:%d/notified', send_resolved: true } ]
            """
                .formatted(receiver.getAddress().getPort()));
    start(
        "alertmanager",
        List.of(
            program.toString(),
            "--config.file=" + settings,
            "--storage.path=" + folder.resolve("am"),
            "--cluster.listen-address=",
            "--web.listen-address=127.0.0.1:" + alertmanager));
  }

  private void start(String name, List<String> command) throws IOException {
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start());
  }

  private long pendingForAlertmanager() throws IOException, InterruptedException {
    for (JsonNode target :
        JsonMapper.shared().readTree(get(daemon, "/v1/status")).path("alerts").path("targets")) {
      if (target.path("name").asString().equals("am")
          && target.path("failedAttempts").asLong() > 0) {
        return target.path("pending").asLong();
      }
    }
    return 0;
  }

  private static String get(int port, String path) throws InterruptedException {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      // It does not listen yet.
      return "{}";
    }
  }

  private void notification(HttpExchange exchange) throws IOException {
    for (JsonNode alert : body(exchange).path("alerts")) {
      JsonNode labels = alert.path("labels");
      JsonNode annotations = alert.path("annotations");
      String status = alert.path("status").asString();
      notified.add(
          new Told(
              Instant.now(),
              Instant.parse(alert.path(status.equals("firing") ? "startsAt" : "endsAt").asString()),
              status,
              labels.path("alertname").asString(),
              annotations.path("cpus").asString(annotations.path("description").asString("")),
              labels.path("instance").asString()));
    }
  }

  private void document(HttpExchange exchange) throws IOException {
    JsonNode document = body(exchange);
    ownWebhook.add(
        new Told(
            Instant.now(),
            Instant.parse(document.path("at").asString()),
            document.path("event").asString(),
            document.path("alert").path("code").asString(""),
            document.path("alert").path("cpus").toString(),
            document.path("host").asString()));
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
    return JsonMapper.shared().readTree(text);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
