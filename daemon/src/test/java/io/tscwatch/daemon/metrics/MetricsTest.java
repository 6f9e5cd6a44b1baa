package io.tscwatch.daemon.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tscwatch.checks.kvm.host.StableKvmclock;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.watch.CpuStatus;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.daemon.WatchFixture;
import io.tscwatch.daemon.alert.state.AlertsState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

  private static final WatchStatus FAULTY = WatchFixture.of("one-cpu-500-ahead");

  private Optional<WatchStatus> status = Optional.of(FAULTY);
  private long now;
  private final Metrics metrics = metrics(Origin.THIS_MACHINE);

  private Metrics metrics(Origin origin) {
    return new Metrics(
        "1.2.3", new MetricSource(origin, () -> status, () -> true, () -> false), () -> now);
  }

  @Test
  void oneVerdictOfThreeHolds() {
    assertThat(lines("tscwatch_verdict{"))
        .containsExactlyInAnyOrder(
            "tscwatch_verdict{verdict=\"reliable\"} 0.0",
            "tscwatch_verdict{verdict=\"unknown\"} 0.0",
            "tscwatch_verdict{verdict=\"unreliable\"} 1.0");
  }

  @Test
  void whatKvmPromisesIsOneOfThreeAndNothingWhereThereIsNoKvm() {
    assertThat(text()).doesNotContain("tscwatch_kvm_stable_promise");

    Metrics host =
        new Metrics(
            "1.2.3",
            new MetricSource(
                Origin.THIS_MACHINE,
                () -> status,
                () -> true,
                () -> false,
                () -> AlertsState.NONE,
                () -> Optional.of(StableKvmclock.WITHHELD)),
            () -> now);

    assertThat(new String(host.scrape(), UTF_8).lines())
        .contains(
            "tscwatch_kvm_stable_promise{promise=\"granted\"} 0.0",
            "tscwatch_kvm_stable_promise{promise=\"unknown\"} 0.0",
            "tscwatch_kvm_stable_promise{promise=\"withheld\"} 1.0");
  }

  @Test
  void countersAreThoseOfTheWatch() {
    assertThat(text())
        .contains(
            "\ntscwatch_sweeps_total 2.0\n",
            "\ntscwatch_exchanges_total 40.0\n",
            "\ntscwatch_exchanges_failed_total{reason=\"not-scheduled\"} 3.0\n",
            "\ntscwatch_exchanges_failed_total{reason=\"cpu-lost\"} 0.0\n",
            "\ntscwatch_blocks_dropped_total 7.0\n",
            "\ntscwatch_events_total{kind=\"watch-started\"} 1.0\n",
            "\ntscwatch_history_recording 0.0\n",
            "\ntscwatch_ready 1.0\n",
            "\ntscwatch_build_info{version=\"1.2.3\"} 1\n");
  }

  @Test
  void aCpuHasItsBoundsInSeconds() {
    List<String> lower = lines("tscwatch_offset_lower_seconds{");

    // One series for each CPU but the reference.
    assertThat(lower).hasSize(FAULTY.cpus().size() - 1);
    assertThat(lower).anySatisfy(line -> assertThat(line).matches(".* [1-9][.0-9]*E-7"));
  }

  @Test
  void aCpuThatGoesOfflineTakesItsSeriesWithIt() {
    List<CpuStatus> cpus = new ArrayList<>(FAULTY.cpus());
    assertThat(text()).contains("cpu=\"1\"");
    CpuStatus gone = cpus.get(1);
    cpus.set(
        1,
        new CpuStatus(
            gone.place(),
            false,
            gone.verdict(),
            gone.reason(),
            gone.offset(),
            gone.rate(),
            gone.headroom(),
            gone.tscAdjust(),
            gone.evidenceMonotonicNanos(),
            gone.cpuNanos()));
    status = Optional.of(WatchFixture.with(FAULTY, cpus));
    now += 1_000_000_000L;
    assertThat(text()).doesNotContain("cpu=\"1\"");
    status = Optional.of(FAULTY);
    now += 1_000_000_000L;

    assertThat(text()).contains("cpu=\"1\"");
  }

  @Test
  void aFindingThatIsGoneTakesItsSeriesWithIt() {
    assertThat(text()).contains("tscwatch_findings{code=\"skew.warp\",severity=\"critical\"} 1.0");
    status = Optional.of(WatchFixture.of("all-in-sync-2"));
    now += 1_000_000_000L;

    assertThat(text()).doesNotContain("skew.warp");
  }

  @Test
  void whatIsSimulatedSaysSoInEverySeriesOfTheWatch() {
    String text =
        new String(metrics(new Origin(Origin.Kind.SIMULATED, "one-cpu-500-ahead")).scrape(), UTF_8);

    assertThat(text.lines().filter(line -> line.startsWith("tscwatch_")))
        .isNotEmpty()
        .allMatch(line -> line.contains("simulated=\"one-cpu-500-ahead\""));
  }

  @Test
  void nothingIsNaNAndNothingIsOfNodeExporter() {
    assertThat(text()).doesNotContain("NaN").doesNotContain("\nnode_");
  }

  @Test
  void scrapesInQuickSuccessionAreOne() {
    byte[] first = metrics.scrape();
    assertThat(metrics.scrape()).isSameAs(first);
    now += 600_000_000L;

    assertThat(metrics.scrape()).isNotSameAs(first);
  }

  @Test
  void seriesGrowWithTheCpusAndNotWithTheirPairs() {
    RateResult.Bounded rate =
        FAULTY.cpus().stream().flatMap(cpu -> cpu.rate().stream()).findFirst().orElseThrow();
    List<Long> counts = new ArrayList<>();
    for (int cpus : new int[] {100, 200, 300}) {
      status = Optional.of(WatchFixture.with(FAULTY, WatchFixture.cpus(cpus, rate)));
      now += 1_000_000_000L;
      counts.add(text().lines().filter(line -> !line.startsWith("#")).count());
    }

    assertThat(counts.get(1) - counts.get(0)).isEqualTo(800);
    assertThat(counts.get(2) - counts.get(1)).isEqualTo(800);
  }

  @Test
  void promtoolFindsNothingToSay(@TempDir Path folder) throws IOException, InterruptedException {
    assumeThat(promtool()).as("promtool (Debian: prometheus) is on the path").isPresent();
    Path file = folder.resolve("metrics");
    Files.write(file, metrics.scrape());
    Process process =
        new ProcessBuilder(promtool().orElseThrow().toString(), "check", "metrics")
            .redirectInput(file.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
  }

  private static Optional<Path> promtool() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .map(folder -> Path.of(folder, "promtool"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private List<String> lines(String prefix) {
    return text().lines().filter(line -> line.startsWith(prefix)).toList();
  }

  private String text() {
    return new String(metrics.scrape(), UTF_8);
  }
}
