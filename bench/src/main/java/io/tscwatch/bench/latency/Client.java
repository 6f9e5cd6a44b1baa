package io.tscwatch.bench.latency;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Asks for the status, and listens to the events. For one thread, beside its own listener. */
final class Client {

  private static final long POLL_MILLIS = 5;

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;
  private volatile String awaited = "";
  private volatile OptionalLong toldNanoTime = OptionalLong.empty();

  Client(int port) {
    this.port = port;
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
  }

  /** When the status first reads so; much later than now if it does not. */
  long awaitStatus(Predicate<String> wanted) throws IOException, InterruptedException {
    long until = System.nanoTime() + LatencyProbe.GIVE_UP_NANOS;
    while (System.nanoTime() - until < 0) {
      if (wanted.test(client.send(get("/v1/status"), BodyHandlers.ofString()).body())) {
        return System.nanoTime();
      }
      Thread.sleep(POLL_MILLIS);
    }
    return until;
  }

  /** From now on the first event counts that raises something with these words. */
  void awaitEvent(String words) {
    awaited = words;
    toldNanoTime = OptionalLong.empty();
  }

  /** When that event came; empty if it has not. */
  OptionalLong eventNanoTime() {
    return toldNanoTime;
  }

  /** Begins to listen. */
  void listen() throws IOException, InterruptedException {
    InputStream stream = client.send(get("/v1/events"), BodyHandlers.ofInputStream()).body();
    Thread reader = new Thread(() -> read(stream), "events");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream stream) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (toldNanoTime.isEmpty() && line.contains("raised") && line.contains(awaited)) {
          toldNanoTime = OptionalLong.of(System.nanoTime());
        }
      }
    } catch (IOException e) {
      System.err.println("bench: the event stream ended: " + e.getMessage());
    }
  }
}
