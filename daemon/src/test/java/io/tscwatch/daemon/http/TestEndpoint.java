package io.tscwatch.daemon.http;

import io.tscwatch.config.EventSettings;
import io.tscwatch.config.HttpSettings;
import io.tscwatch.config.Settings;
import io.tscwatch.config.format.ListenAddress;
import io.tscwatch.daemon.WatchFixture;
import io.tscwatch.daemon.metrics.MetricSource;
import io.tscwatch.daemon.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A real endpoint on a free port of the loopback interface. */
final class TestEndpoint implements AutoCloseable {

  final LiveWatch live;
  final MemoryHistory history = new MemoryHistory();
  final HttpEndpoint endpoint;
  final int port;

  private TestEndpoint(HttpSettings http, int backlog) throws IOException {
    Settings defaults = Settings.defaults();
    Settings settings =
        new Settings(
            defaults.measurement(),
            defaults.witnesses(),
            defaults.verdict(),
            defaults.history(),
            http,
            defaults.metrics(),
            defaults.logging(),
            new EventSettings(false, backlog),
            defaults.alerts(),
            defaults.enforce());
    live = new LiveWatch(settings, "run1");
    MetricSource source =
        new MetricSource(
            WatchFixture.of("all-in-sync-2").origin(),
            live::current,
            () -> live.ready().holds(),
            () -> history.health().recording());
    endpoint =
        new HttpEndpoint(
            settings, live, history, new Metrics("1.2.3", source), "1.2.3", "run1", List.of());
    endpoint.start();
    port = endpoint.port();
  }

  static TestEndpoint start() throws IOException {
    return start(64, 16, 100, 30);
  }

  static TestEndpoint start(int connections, int streams, int backlog, int idleSeconds)
      throws IOException {
    return new TestEndpoint(
        new HttpSettings(
            Optional.of(new ListenAddress("127.0.0.1", freePort())),
            false,
            List.of("clocks.example"),
            connections,
            streams,
            8192,
            idleSeconds * 1_000_000_000L),
        backlog);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  RawClient client() throws IOException {
    return new RawClient(port);
  }

  RawClient.Answer get(String path, String... headers) throws IOException {
    return send("GET " + path + " HTTP/1.1", headers);
  }

  RawClient.Answer send(String requestLine, String... headers) throws IOException {
    try (RawClient client = client()) {
      StringBuilder request = new StringBuilder(requestLine).append("\r\n");
      boolean host = false;
      for (String header : headers) {
        request.append(header).append("\r\n");
        host |= header.startsWith("Host:");
      }
      if (!host) {
        request.append("Host: 127.0.0.1:").append(port).append("\r\n");
      }
      client.send(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
      return client.answer(requestLine.startsWith("HEAD"));
    }
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
