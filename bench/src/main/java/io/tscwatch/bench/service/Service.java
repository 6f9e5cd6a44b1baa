package io.tscwatch.bench.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tscwatch.bench.experiment.Bench;
import io.tscwatch.bench.experiment.Experiment;
import io.tscwatch.bench.report.Section;
import io.tscwatch.bench.service.ServiceResult.Jitter;
import io.tscwatch.bench.service.ServiceResult.Start;
import io.tscwatch.bench.statistics.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** Starts the daemon, lets it be, and asks what it took. */
public final class Service implements Experiment<ServiceResult> {

  private static final Path JVMS = Path.of("/usr/lib/jvm");
  private static final int OLDEST_JAVA = 17;
  private static final int STARTS = 5;
  private static final int COST_SECONDS = 45;
  private static final int REQUESTS = 1000;
  private static final int TURNS = 16;

  /** Two looks of the watch. */
  private static final long TURN_NANOS = 2_000_000_000L;

  /** A daemon that was stopped first does what it missed. */
  private static final long SETTLE_MILLIS = 1500;

  @Override
  public String name() {
    return "service";
  }

  @Override
  public int seconds() {
    return 160;
  }

  @Override
  public Class<ServiceResult> resultType() {
    return ServiceResult.class;
  }

  @Override
  public ServiceResult measure(Bench bench) throws IOException, InterruptedException {
    List<Start> starts = new ArrayList<>();
    for (Path home : javaHomes()) {
      starts.add(start(bench, home));
    }
    String usual = System.getProperty("java.home");
    try (DaemonProcess daemon = new DaemonProcess(bench.root(), bench.work(), usual)) {
      daemon.awaitReady();
      Thread.sleep(SETTLE_MILLIS);
      long resident = daemon.residentKib();
      long cpu = daemon.cpuNanos();
      Map<String, Long> wakeups = daemon.wakeups();
      long begin = System.nanoTime();
      int seconds = bench.runs(COST_SECONDS, 10);
      bench.progress().accept("cost: " + seconds + " s");
      Thread.sleep(seconds * 1000L);
      double elapsed = (System.nanoTime() - begin) / 1e9;
      double cpuShare = (daemon.cpuNanos() - cpu) / 1e9 / elapsed;
      double wakeupsPerSecond = (double) between(wakeups, daemon.wakeups()) / elapsed;
      double exchangeShare = exchangeShare(daemon, bench.cpus().size());
      int requests = bench.runs(REQUESTS, 50);
      for (int i = 0; i < requests; i++) {
        daemon.get("/v1/status");
      }
      long requested = daemon.residentKib();
      return new ServiceResult(
          starts,
          elapsed,
          cpuShare,
          exchangeShare,
          wakeupsPerSecond,
          resident,
          requests,
          requested,
          jitter(bench, daemon));
    }
  }

  /** Of the threads that were there before and after. */
  private static long between(Map<String, Long> before, Map<String, Long> after) {
    return after.entrySet().stream()
        .mapToLong(now -> now.getValue() - before.getOrDefault(now.getKey(), now.getValue()))
        .sum();
  }

  /** By the daemon's own account: parts per million of each CPU, taken together. */
  private static double exchangeShare(DaemonProcess daemon, int cpus)
      throws IOException, InterruptedException {
    JsonNode status = new ObjectMapper().readTree(daemon.get("/v1/status").body());
    return status.path("intrusion").path("meanPartsPerMillion").asDouble() * cpus / 1e6;
  }

  /** One of each version that is recent enough; links to another of them left out. */
  private static List<Path> javaHomes() throws IOException {
    List<Path> homes = new ArrayList<>();
    List<String> versions = new ArrayList<>();
    if (!Files.isDirectory(JVMS)) {
      return List.of(Path.of(System.getProperty("java.home")));
    }
    try (Stream<Path> all = Files.list(JVMS)) {
      for (Path home : all.sorted().toList()) {
        String version = version(home);
        if (feature(version) >= OLDEST_JAVA
            && Files.isExecutable(home.resolve("bin/java"))
            && !versions.contains(version)) {
          versions.add(version);
          homes.add(home);
        }
      }
    }
    return homes;
  }

  /** Empty if the folder has no {@code release} file. */
  private static String version(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isReadable(release)) {
      return "";
    }
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(release)) {
      properties.load(reader);
    }
    return properties.getProperty("JAVA_VERSION", "").replace("\"", "");
  }

  private static int feature(String version) {
    String digits = version.replaceAll("\\D.*", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  private static Start start(Bench bench, Path home) throws IOException, InterruptedException {
    List<Double> millis = new ArrayList<>();
    // The first makes the archive of classes.
    int count = bench.runs(STARTS, 2) + 1;
    for (int i = 0; i < count; i++) {
      bench.progress().accept("start " + (i + 1) + " of " + count + " on Java " + version(home));
      try (DaemonProcess daemon = new DaemonProcess(bench.root(), bench.work(), home.toString())) {
        long nanos = daemon.awaitReady();
        if (i > 0) {
          millis.add(nanos / 1e6);
        }
      }
    }
    return new Start(version(home), Spread.of(millis));
  }

  /**
   * Pairs of turns, one with the daemon and one without, on each CPU in turn. The order within a
   * pair alternates (without, with; with, without; ...), so that whatever the host does to the
   * victim meanwhile, in bursts or more and more, it does to both alike.
   */
  private static List<Jitter> jitter(Bench bench, DaemonProcess daemon)
      throws IOException, InterruptedException {
    Victim victim = new Victim(bench);
    List<Jitter> jitter = new ArrayList<>();
    int turns = bench.runs(TURNS, 2);
    for (int turn = 0; turn < turns; turn++) {
      int cpu = bench.cpus().get(turn / 2 % bench.cpus().size());
      bench.progress().accept("victim: turn " + (turn + 1) + " of " + turns);
      if (turn % 2 == 0) {
        daemon.signal("STOP");
        jitter.add(victim.run(cpu, TURN_NANOS, false));
        daemon.signal("CONT");
        Thread.sleep(SETTLE_MILLIS);
        jitter.add(victim.run(cpu, TURN_NANOS, true));
      } else {
        jitter.add(victim.run(cpu, TURN_NANOS, true));
        daemon.signal("STOP");
        jitter.add(victim.run(cpu, TURN_NANOS, false));
        daemon.signal("CONT");
      }
    }
    return jitter;
  }

  @Override
  public void tell(ServiceResult result, Section section) {
    ServiceText.tell(result, section);
  }
}
