package io.tscwatch.daemon.page;

import io.tscwatch.daemon.Main;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** {@code tscwatch daemon --simulate} as a process of its own, which can be killed. */
final class SimulatedDaemon implements AutoCloseable {

  private final String scenario;
  private final int speed;
  private final Path state;
  private final int port;
  private Process process;

  /**
   * Starts it and waits until it has covered every CPU.
   *
   * @param scenario a file, or the name of one that is built in
   * @param speed seconds of the machine in one of ours
   */
  SimulatedDaemon(String scenario, int speed, Path state) throws IOException {
    this.scenario = scenario;
    this.speed = speed;
    this.state = state;
    this.port = freePort();
    this.process = run();
    awaitReady();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process run() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx320m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "daemon",
            "--simulate",
            scenario,
            "--speed",
            Integer.toString(speed),
            "--listen",
            "127.0.0.1:" + port,
            "--state-dir",
            state.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(state.resolve("log").toFile()))
        .start();
  }

  void awaitReady() {
    Awaitility.await("the daemon's first sweep; its log is " + state.resolve("log"))
        .atMost(Duration.ofSeconds(90))
        .ignoreExceptions()
        .until(() -> answers("/readyz") == 200);
  }

  private int answers(String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  /** The page, with something to look at after the {@code #}. */
  URI page(String fragment) {
    return URI.create("http://127.0.0.1:" + port + "/" + fragment);
  }

  /** Ends it at once, as a crash would. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Starts it again at the same address. */
  void startAgain() throws IOException {
    process = run();
    awaitReady();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
