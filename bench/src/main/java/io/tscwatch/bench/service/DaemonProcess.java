package io.tscwatch.bench.service;

import io.tscwatch.bench.experiment.UnavailableException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A daemon at its defaults, started by the launcher, until closed. */
final class DaemonProcess implements AutoCloseable {

  /** The first start on a Java may have to make its archive of classes, too. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);

  private static final long POLL_MILLIS = 3;
  private static final int STOP_SECONDS = 10;

  private final Process process;
  private final int port;
  private final Path state;
  private final HttpClient client = HttpClient.newHttpClient();
  private final long startedNanoTime = System.nanoTime();

  /**
   * Starts it.
   *
   * @param root the source tree
   * @param work a folder for its history; it is removed in the end
   * @param javaHome the Java to run it with
   */
  DaemonProcess(Path root, Path work, String javaHome) throws IOException {
    Files.createDirectories(work);
    this.state = Files.createTempDirectory(work, "state");
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            root.resolve("tscwatch").toString(),
            "daemon",
            "--listen",
            "127.0.0.1:" + port,
            "--state-dir",
            state.toString());
    builder.environment().put("JAVA_HOME", javaHome);
    builder.redirectErrorStream(true);
    builder.redirectOutput(state.resolve("log").toFile());
    this.process = builder.start();
  }

  /** Waits until it says that it is ready; how long that took from its start, in nanoseconds. */
  long awaitReady() throws IOException, InterruptedException {
    long until = startedNanoTime + READY_WITHIN.toNanos();
    while (System.nanoTime() - until < 0) {
      if (!process.isAlive()) {
        throw new UnavailableException(
            "the daemon ended: " + Files.readString(state.resolve("log")).strip());
      }
      try {
        if (get("/readyz").statusCode() == 200) {
          return System.nanoTime() - startedNanoTime;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new UnavailableException(
        "the daemon was not ready in " + READY_WITHIN.toSeconds() + " s");
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        BodyHandlers.ofString());
  }

  /** SIGSTOP or SIGCONT: it neither runs nor notices, or goes on. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /**
   * CPU time so far, of all its threads: fields 14 and 15 of proc_pid_stat(5), in ticks of 10 ms.
   */
  long cpuNanos() throws IOException {
    String stat = Files.readString(proc("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10_000_000;
  }

  /** Memory that it has now, in KiB. */
  long residentKib() throws IOException {
    return number(Files.readAllLines(proc("status")), "VmRSS:");
  }

  /** How often each of its threads went to sleep so far, and was woken again. */
  Map<String, Long> wakeups() throws IOException {
    Map<String, Long> counts = new HashMap<>();
    try (Stream<Path> tasks = Files.list(proc("task"))) {
      for (Path task : tasks.toList()) {
        try {
          counts.put(
              task.getFileName().toString(),
              number(Files.readAllLines(task.resolve("status")), "voluntary_ctxt_switches:"));
        } catch (IOException e) {
          // A thread that has ended meanwhile: those of an exchange live a millisecond.
        }
      }
    }
    return counts;
  }

  private Path proc(String name) {
    return Path.of("/proc", Long.toString(process.pid()), name);
  }

  private static long number(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
