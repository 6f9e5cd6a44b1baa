package io.tscwatch.daemon.watch;

import io.tscwatch.checks.exchange.Injection;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.machine.RealMachine;
import io.tscwatch.checks.simulate.InjectingMachine;
import io.tscwatch.checks.watch.WatchEngine;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchSettings;
import io.tscwatch.config.HttpSettings;
import io.tscwatch.config.Settings;
import io.tscwatch.config.format.ListenAddress;
import io.tscwatch.daemon.http.HistoryHealth;
import io.tscwatch.daemon.http.HistorySource;
import io.tscwatch.daemon.http.HttpEndpoint;
import io.tscwatch.daemon.http.LiveWatch;
import io.tscwatch.daemon.http.OffsetSample;
import io.tscwatch.daemon.metrics.MetricSource;
import io.tscwatch.daemon.metrics.Metrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * How long it takes, on the machine that this runs on, from a fault in the last CPU until {@code
 * /v1/status} and the event stream tell it, at the default interval. Prints the percentiles of each
 * kind of fault.
 */
public final class DetectionLatency {

  private static final int PORT = 19_743;
  private static final long POLL_MILLIS = 5;
  private static final long GIVE_UP_NANOS = 20_000_000_000L;
  private static final long CALM_NANOS = 1_000_000_000L;

  private final InjectingMachine machine = new InjectingMachine(new RealMachine());
  private final HttpClient client = HttpClient.newHttpClient();
  private final SplittableRandom random = new SplittableRandom(1);
  private final int cpu =
      machine.affinity().toOptional().orElseThrow().stream().max().orElseThrow();
  private volatile String awaited = "";
  private volatile long toldNanoTime;

  private DetectionLatency() {}

  /** Argument: how many runs of each kind. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new DetectionLatency().run(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50);
    System.exit(0);
  }

  private void run(int runs) throws IOException, InterruptedException {
    Settings settings = settings();
    LiveWatch live = new LiveWatch(settings, "laboratory");
    WatchSettings usual = SettingsOfWatch.of(settings);
    // All as by default, but a verdict that is regained at once, so that the next run can begin.
    WatchSettings watch =
        new WatchSettings(
            usual.cpus(),
            usual.excluded(),
            usual.sparing(),
            usual.intervalNanos(),
            usual.coverWithinNanos(),
            usual.pairBudgetNanos(),
            usual.sharePartsPerMillion(),
            usual.limits(),
            1_000_000_000L,
            1_000_000_000L,
            usual.staleAfterNanos(),
            false,
            usual.witnesses());
    WatchLoop loop =
        new WatchLoop(
            machine,
            new WatchEngine(machine, watch, List.of(live)),
            thrown -> thrown.printStackTrace());
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
      await(body -> body.contains("\"ready\":true"));
      listen();
      System.out.println("fault           runs  found  status p50    p99  events p50    p99");
      measure("offset 1 us", runs, "skew.", () -> machine.plant(cpu, Injection.offset(2600)));
      measure("offset -300 ns", runs, "skew.", () -> machine.plant(cpu, Injection.offset(-780)));
      measure("rate 10 ppm", runs, "skew.", this::plantRate);
      measure("TSC_ADJUST", runs, "adjust.changed", () -> machine.plantAdjust(cpu, anyAdjust()));
      loop.end();
      loop.awaitEnd();
    }
  }

  private long anyAdjust() {
    return 1000 + random.nextLong(1_000_000);
  }

  private void plantRate() {
    long now = machine.timeSample(cpu).toOptional().orElseThrow().tscAfterCycles();
    machine.plant(cpu, new Injection(0, 10_000_000, now));
  }

  private void measure(String name, int runs, String code, Runnable plant)
      throws IOException, InterruptedException {
    long[] status = new long[runs];
    long[] events = new long[runs];
    int found = 0;
    for (int i = 0; i < runs; i++) {
      Thread.sleep(CALM_NANOS / 1_000_000 + random.nextLong(1000));
      awaited = "\"" + code;
      toldNanoTime = 0;
      long planted = System.nanoTime();
      plant.run();
      Predicate<String> told = body -> body.contains("\"code\":\"" + code);
      status[i] = await(told) - planted;
      Thread.sleep(20);
      events[i] = toldNanoTime == 0 ? GIVE_UP_NANOS : toldNanoTime - planted;
      found += status[i] < GIVE_UP_NANOS ? 1 : 0;
      machine.heal();
      await(told.negate());
    }
    java.util.Arrays.sort(status);
    java.util.Arrays.sort(events);
    System.out.printf(
        Locale.ROOT,
        "%-15s %4d  %5d  %8.2f s %4.2f s  %8.2f s %4.2f s%n",
        name,
        runs,
        found,
        at(status, 50),
        at(status, 99),
        at(events, 50),
        at(events, 99));
  }

  private static double at(long[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, (sorted.length * percent + 99) / 100 - 1)] / 1e9;
  }

  /** When the status first reads so; much later than now if it does not. */
  private long await(Predicate<String> wanted) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri("/v1/status")).build();
    long until = System.nanoTime() + GIVE_UP_NANOS;
    while (System.nanoTime() < until) {
      if (wanted.test(client.send(request, BodyHandlers.ofString()).body())) {
        return System.nanoTime();
      }
      Thread.sleep(POLL_MILLIS);
    }
    return until;
  }

  private void listen() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri("/v1/events")).build();
    InputStream stream = client.send(request, BodyHandlers.ofInputStream()).body();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  if (toldNanoTime == 0 && line.contains(awaited) && line.contains("raised")) {
                    toldNanoTime = System.nanoTime();
                  }
                }
              } catch (IOException e) {
                System.err.println("the event stream ended: " + e.getMessage());
              }
            },
            "events");
    reader.setDaemon(true);
    reader.start();
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + PORT + path);
  }

  private static Settings settings() {
    Settings usual = Settings.defaults();
    HttpSettings http = usual.http();
    return new Settings(
        usual.measurement(),
        usual.witnesses(),
        usual.verdict(),
        usual.history(),
        new HttpSettings(
            Optional.of(new ListenAddress("127.0.0.1", PORT)),
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

  private static final class NoHistory implements HistorySource {

    @Override
    public HistoryHealth health() {
      return new HistoryHealth(Optional.empty(), false, Optional.empty());
    }

    @Override
    public List<WatchEvent> events(long sinceRealtimeNanos, int limit) {
      return List.of();
    }

    @Override
    public List<OffsetSample> offsets(long sinceRealtimeNanos, OptionalInt of, int limit) {
      return List.of();
    }
  }
}
