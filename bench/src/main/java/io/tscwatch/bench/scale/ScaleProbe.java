package io.tscwatch.bench.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tscwatch.bench.scale.ScaleResult.Row;
import io.tscwatch.checks.Check;
import io.tscwatch.checks.Evidence;
import io.tscwatch.checks.bounds.Closure;
import io.tscwatch.checks.bounds.ClosureResult;
import io.tscwatch.checks.bounds.OffsetMatrix;
import io.tscwatch.checks.facts.FactsReader;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.measure.MeasureOptions;
import io.tscwatch.checks.measure.Progress;
import io.tscwatch.checks.schedule.PairSelection;
import io.tscwatch.checks.schedule.SweepPlan;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.topology.Topology;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.verdict.Report;
import io.tscwatch.checks.watch.WatchEngine;
import io.tscwatch.checks.watch.WatchSettings;
import io.tscwatch.config.Settings;
import io.tscwatch.daemon.http.HistoryHealth;
import io.tscwatch.daemon.http.LiveWatch;
import io.tscwatch.daemon.http.StatusDocument;
import io.tscwatch.daemon.metrics.MetricSource;
import io.tscwatch.daemon.metrics.Metrics;
import io.tscwatch.daemon.report.JsonReport;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One size, in a process of its own: its memory is then that of this size. */
public final class ScaleProbe {

  private static final int PACKAGE_CPUS = 128;
  private static final int CACHE_CORES = 8;

  private ScaleProbe() {}

  /**
   * Prints a {@link Row} as one line of JSON.
   *
   * @param args the number of CPUs, a power of two from 2 on
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println(new ObjectMapper().writeValueAsString(measure(Integer.parseInt(args[0]))));
  }

  private static MachineShape shape(int cpus) {
    int packages = Math.max(1, cpus / PACKAGE_CPUS);
    int cores = Math.max(1, cpus / packages / 2);
    int caches = Math.max(1, cores / CACHE_CORES);
    return MachineShape.of(
        packages, 1, caches, cores / caches, cpus / packages / (cores / caches * caches));
  }

  private static Row measure(int cpus) throws IOException, InterruptedException {
    Scenario scenario = Scenario.builder("scale", shape(cpus)).seed(cpus).build();
    Evidence evidence;
    Topology topology;
    try (Machine machine = new SimulatedMachine(scenario)) {
      topology = FactsReader.topology(machine);
      evidence = Check.measure(machine, MeasureOptions.DEFAULT, Limits.DEFAULT, Progress.SILENT);
    }
    long begin = System.nanoTime();
    SweepPlan plan = SweepPlan.of(topology, topology.cpus(), new PairSelection.Automatic());
    int pairs = plan.sweep(0).rounds().stream().mapToInt(round -> round.pairs().size()).sum();
    double planMillis = since(begin);
    begin = System.nanoTime();
    ClosureResult closed =
        Closure.of(OffsetMatrix.ofExchanges(topology.cpus(), evidence.measurement().results()));
    if (closed instanceof ClosureResult.Consistent consistent) {
      consistent.closure().allPairs();
    }
    double closureMillis = since(begin);
    begin = System.nanoTime();
    Report report = Check.judge(evidence, Limits.DEFAULT);
    double judgeMillis = since(begin);
    long judgedKib = peakKib();
    begin = System.nanoTime();
    StringWriter json = new StringWriter();
    JsonReport.write(report, "bench", json);
    double jsonMillis = since(begin);
    Watched watched = watch(scenario);
    return new Row(
        cpus,
        pairs,
        planMillis,
        closureMillis,
        judgeMillis,
        jsonMillis,
        json.getBuffer().length(),
        watched.statusMillis(),
        watched.statusBytes(),
        watched.scrapeMillis(),
        watched.scrapeBytes(),
        judgedKib,
        peakKib());
  }

  private record Watched(
      double statusMillis, long statusBytes, double scrapeMillis, long scrapeBytes) {}

  /** The daemon's documents after its first tick. */
  private static Watched watch(Scenario scenario) throws InterruptedException {
    LiveWatch live = new LiveWatch(Settings.defaults(), "bench");
    try (Machine machine = new SimulatedMachine(scenario)) {
      new WatchEngine(machine, WatchSettings.DEFAULT, List.of(live)).tick();
    }
    Metrics metrics =
        new Metrics(
            "bench", new MetricSource(Origin.THIS_MACHINE, live::current, () -> true, () -> true));
    long begin = System.nanoTime();
    long statusBytes =
        StatusDocument.bytes(
                live.current().orElseThrow(),
                new HistoryHealth(Optional.empty(), false, Optional.empty()),
                "bench",
                "1",
                Map.of())
            .length;
    double statusMillis = since(begin);
    begin = System.nanoTime();
    long scrapeBytes = metrics.scrape().length;
    return new Watched(statusMillis, statusBytes, since(begin), scrapeBytes);
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }

  /** {@code VmHWM: 123 kB} of proc_pid_status(5). */
  private static long peakKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
