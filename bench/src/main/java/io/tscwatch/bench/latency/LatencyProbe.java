package io.tscwatch.bench.latency;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tscwatch.bench.latency.LatencyResult.Kind;
import io.tscwatch.checks.exchange.Injection;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.machine.RealMachine;
import io.tscwatch.checks.machine.TimeSample;
import io.tscwatch.checks.simulate.InjectingMachine;
import io.tscwatch.checks.watch.WatchEngine;
import io.tscwatch.checks.watch.WatchSettings;
import io.tscwatch.config.HttpSettings;
import io.tscwatch.config.Settings;
import io.tscwatch.config.format.ListenAddress;
import io.tscwatch.daemon.http.HttpEndpoint;
import io.tscwatch.daemon.http.LiveWatch;
import io.tscwatch.daemon.metrics.MetricSource;
import io.tscwatch.daemon.metrics.Metrics;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A watch of this machine at its defaults, with its endpoint, in a process with the JVM settings of
 * the launcher. Faults are planted into the last CPU under the real exchange, and waited for as a
 * client would: by asking for the status, and by listening to the events.
 */
public final class LatencyProbe {

  /** Later than this counts as never. */
  static final long GIVE_UP_NANOS = 20_000_000_000L;

  private static final long SECOND = 1_000_000_000;
  private static final int CALM_MILLIS = 1000;
  private static final int RANDOM_CALM_MILLIS = 1000;
  private static final int EVENT_MILLIS = 20;
  private static final long OFFSET_NANOS = 1000;
  private static final long SMALL_OFFSET_NANOS = -300;
  private static final long RATE_PICOS_PER_SECOND = 10_000_000;

  private final InjectingMachine machine = new InjectingMachine(new RealMachine());
  private final int cpu =
      machine.affinity().toOptional().orElseThrow().stream().max().orElseThrow();
  private final SplittableRandom random;
  private final long tscHertz;
  private final int runs;
  private final Client client;

  private LatencyProbe(int runs, long tscHertz, long seed, Client client) {
    this.runs = runs;
    this.tscHertz = tscHertz;
    this.random = new SplittableRandom(seed);
    this.client = client;
  }

  /**
   * Prints a {@link LatencyResult} as one line of JSON.
   *
   * @param args how many faults of each kind, the TSC's frequency in Hz, the seed of the moments
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    LatencyResult result =
        new LatencyProbe(
                Integer.parseInt(args[0]),
                Long.parseLong(args[1]),
                Long.parseLong(args[2]),
                new Client(port))
            .measure(settings(port));
    System.out.println(new ObjectMapper().writeValueAsString(result));
    // The stream of events is still being listened to.
    System.exit(0);
  }

  private static Settings settings(int port) {
    Settings usual = Settings.defaults();
    HttpSettings http = usual.http();
    return new Settings(
        usual.measurement(),
        usual.witnesses(),
        usual.verdict(),
        usual.history(),
        new HttpSettings(
            Optional.of(new ListenAddress("127.0.0.1", port)),
            http.allowRemote(),
            http.allowedHosts(),
            http.maxConnections(),
            http.maxEventStreams(),
            http.maxHeaderBytes(),
            http.idleTimeoutNanos()),
        usual.metrics(),
        usual.logging(),
        usual.events(),
        usual.alerts(),
        usual.enforce());
  }

  /** The defaults, but for a verdict that is regained at once: the next fault is then news. */
  private static WatchSettings forgiving() {
    WatchSettings usual = WatchSettings.DEFAULT;
    return new WatchSettings(
        usual.cpus(),
        usual.excluded(),
        usual.sparing(),
        usual.intervalNanos(),
        usual.coverWithinNanos(),
        usual.pairBudgetNanos(),
        usual.sharePartsPerMillion(),
        usual.limits(),
        SECOND,
        SECOND,
        usual.staleAfterNanos(),
        false,
        usual.witnesses());
  }

  private LatencyResult measure(Settings settings) throws IOException, InterruptedException {
    LiveWatch live = new LiveWatch(settings, "laboratory");
    WatchSettings watch = forgiving();
    WatchEngine engine = new WatchEngine(machine, watch, List.of(live));
    Thread loop = new Thread(() -> loop(engine), "watch");
    loop.setDaemon(true);
    MetricSource source =
        new MetricSource(Origin.THIS_MACHINE, live::current, () -> true, () -> false);
    try (HttpEndpoint endpoint =
        new HttpEndpoint(
            settings,
            live,
            new NoHistory(),
            new Metrics("1", source),
            "1",
            "laboratory",
            List.of())) {
      endpoint.start();
      loop.start();
      client.awaitStatus(body -> body.contains("\"ready\":true"));
      client.listen();
      return new LatencyResult(
          watch.intervalNanos(),
          List.of(
              kind("offset of 1 us", "skew.", () -> offset(OFFSET_NANOS)),
              kind("offset of -300 ns", "skew.", () -> offset(SMALL_OFFSET_NANOS)),
              kind("rate of 10 ppm", "skew.", this::rate),
              kind("TSC_ADJUST written", "adjust.changed", this::adjust)));
    }
  }

  private void loop(WatchEngine engine) {
    try {
      while (true) {
        engine.tick();
        machine.sleepNanos(engine.nanosUntilNextTick());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void offset(long nanos) {
    machine.plant(cpu, Injection.offset(nanos * tscHertz / SECOND));
  }

  private void rate() {
    long now = machine.timeSample(cpu).map(TimeSample::tscAfterCycles).toOptional().orElseThrow();
    machine.plant(cpu, new Injection(0, RATE_PICOS_PER_SECOND, now));
  }

  private void adjust() {
    machine.plantAdjust(cpu, 1000 + random.nextLong(1_000_000));
  }

  private Kind kind(String name, String code, Runnable plant)
      throws IOException, InterruptedException {
    List<Double> status = new ArrayList<>();
    List<Double> events = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      Thread.sleep(CALM_MILLIS + random.nextInt(RANDOM_CALM_MILLIS));
      client.awaitEvent("\"" + code);
      long planted = System.nanoTime();
      plant.run();
      long told = client.awaitStatus(body -> body.contains("\"code\":\"" + code));
      Thread.sleep(EVENT_MILLIS);
      status.add((told - planted) / 1e6);
      events.add((client.eventNanoTime().orElse(planted + GIVE_UP_NANOS) - planted) / 1e6);
      machine.heal();
      client.awaitStatus(body -> !body.contains("\"code\":\"" + code));
    }
    System.err.printf("bench:   %s: %d planted%n", name, runs);
    return new Kind(name, status, events);
  }
}
