package io.tscwatch.daemon.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tscwatch.checks.bounds.CpuOffset;
import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuPlace;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.checks.watch.CpuStatus;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.config.EventSettings;
import io.tscwatch.config.HttpSettings;
import io.tscwatch.config.Settings;
import io.tscwatch.config.format.ListenAddress;
import io.tscwatch.daemon.WatchFixture;
import io.tscwatch.daemon.http.HistoryHealth;
import io.tscwatch.daemon.http.HistorySource;
import io.tscwatch.daemon.http.HttpEndpoint;
import io.tscwatch.daemon.http.LiveWatch;
import io.tscwatch.daemon.http.OffsetSample;
import io.tscwatch.daemon.http.RateSample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * What a scrape costs: a thousand hosts of 2, 64 and 512 CPUs, scraped one after the other over
 * loopback, each with numbers of its own. For {@code ./verify --scrapes}; exits with 1 if the
 * series of a host grow with more than its CPUs and packages.
 */
public final class ScrapeFigures {

  private static final int HOSTS = 1_000;
  private static final int WARM_UP = 200;
  private static final int CPUS_OF_A_PACKAGE = 64;
  private static final int MOST_SERIES_OF_A_CPU = 8;
  private static final int SERIES_OF_A_PACKAGE = 3;

  /** What prometheus.yml among the integrations drops for a large fleet. */
  private static final Pattern DROPPED =
      Pattern.compile("(tscwatch_(cpu_|offset_|rate_|tsc_adjust_).*|jvm_.*)");

  private static final WatchStatus MODEL = WatchFixture.of("one-cpu-500-ahead");
  private static final RateResult.Bounded RATE =
      MODEL.cpus().stream().flatMap(cpu -> cpu.rate().stream()).findFirst().orElseThrow();

  private final Random random = new Random(1);
  private long nanoTime;

  private record Cost(int cpus, long series, long fleetSeries, long bytes, long p50, long p99) {}

  private ScrapeFigures() {}

  /** Prints the table. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.out.println(
        "CPUs  series of a host  as a fleet keeps it  bytes a scrape  ms p50  ms p99"
            + "  10000 hosts: series, MB every 30 s");
    List<Cost> costs = new ArrayList<>();
    for (int cpus : new int[] {2, 64, 512}) {
      costs.add(new ScrapeFigures().measure(cpus));
      print(costs.get(costs.size() - 1));
    }
    System.exit(grow(costs) ? 0 : 1);
  }

  private static void print(Cost cost) {
    System.out.printf(
        Locale.ROOT,
        "%4d  %16d  %19d  %14d  %6.2f  %6.2f  %d (%d), %d%n",
        cost.cpus(),
        cost.series(),
        cost.fleetSeries(),
        cost.bytes(),
        cost.p50() / 1e6,
        cost.p99() / 1e6,
        cost.series() * 10_000,
        cost.fleetSeries() * 10_000,
        cost.bytes() * 10_000 / 1_000_000);
  }

  /** Whether the series grow as they should. */
  private static boolean grow(List<Cost> costs) {
    boolean right = true;
    Cost least = costs.get(0);
    for (Cost cost : costs) {
      int packages = packages(cost.cpus()) - packages(least.cpus());
      long allowed =
          (long) (cost.cpus() - least.cpus()) * MOST_SERIES_OF_A_CPU
              + (long) packages * SERIES_OF_A_PACKAGE;
      if (cost.series() - least.series() > allowed
          || cost.fleetSeries() - least.fleetSeries() > (long) packages * SERIES_OF_A_PACKAGE) {
        System.out.println("  FALLS SHORT: the series of " + cost.cpus() + " CPUs");
        right = false;
      }
    }
    return right;
  }

  private static int packages(int cpus) {
    return Math.max(1, cpus / CPUS_OF_A_PACKAGE);
  }

  private Cost measure(int cpus) throws IOException, InterruptedException {
    Settings settings = settings(freePort());
    LiveWatch live = new LiveWatch(settings, "figures");
    MetricSource source = new MetricSource(MODEL.origin(), live::current, () -> true, () -> true);
    // Every scrape is later than a scrape is kept.
    Metrics metrics = new Metrics("1", source, () -> nanoTime += 1_000_000_000L);
    URI uri = URI.create("http://" + settings.http().listen().orElseThrow() + "/metrics");
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    long[] nanos = new long[HOSTS];
    byte[] last = new byte[0];
    try (HttpEndpoint endpoint =
        new HttpEndpoint(settings, live, new NoHistory(), metrics, "1", "figures", List.of())) {
      endpoint.start();
      for (int host = -WARM_UP; host < HOSTS; host++) {
        live.status(WatchFixture.with(MODEL, host(cpus)));
        long began = System.nanoTime();
        last = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        if (host >= 0) {
          nanos[host] = System.nanoTime() - began;
        }
      }
    }
    Arrays.sort(nanos);
    List<String> series =
        new String(last, UTF_8).lines().filter(line -> !line.startsWith("#")).toList();
    long kept =
        series.stream()
            .map(line -> line.replaceFirst("[{ ].*", ""))
            .filter(name -> !DROPPED.matcher(name).matches())
            .count();
    return new Cost(
        cpus, series.size(), kept, last.length, nanos[HOSTS / 2], nanos[HOSTS * 99 / 100]);
  }

  /** A host whose every number is known; no other has the same. */
  private List<CpuStatus> host(int cpus) {
    List<CpuStatus> host = new ArrayList<>();
    for (int cpu = 0; cpu < cpus; cpu++) {
      CpuPlace unknown = CpuPlace.unknown(cpu);
      CpuPlace place =
          new CpuPlace(
              cpu,
              OptionalInt.of(cpu / CPUS_OF_A_PACKAGE),
              unknown.die(),
              unknown.cluster(),
              unknown.llc(),
              unknown.core(),
              unknown.node(),
              unknown.kind());
      long middle = random.nextLong(2_000) - 1_000;
      host.add(
          new CpuStatus(
              place,
              true,
              Verdict.RELIABLE,
              "in sync",
              Optional.of(
                  CpuOffset.of(cpu, 0, new OffsetBounds(middle - 60, middle + 60), 1, true)),
              Optional.of(RATE),
              Optional.empty(),
              Reading.present(random.nextLong()),
              OptionalLong.of(MODEL.asOfMonotonicNanos() - random.nextInt(1_000_000_000)),
              1_000_000));
    }
    return host;
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
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
        new EventSettings(false, 16),
        usual.alerts(),
        usual.enforce());
  }

  private static final class NoHistory implements HistorySource {

    @Override
    public HistoryHealth health() {
      return new HistoryHealth(Optional.empty(), false, Optional.empty());
    }

    @Override
    public List<WatchEvent> events(boolean newestFirst, long sinceRealtimeNanos, int limit) {
      return List.of();
    }

    @Override
    public List<OffsetSample> offsets(long sinceRealtimeNanos, OptionalInt cpu, int limit) {
      return List.of();
    }

    @Override
    public List<RateSample> rates(long sinceRealtimeNanos, Optional<String> witness, int limit) {
      return List.of();
    }
  }
}
