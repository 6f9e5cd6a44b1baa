package io.tscwatch.bench.width;

import static io.tscwatch.bench.report.Section.millis;
import static io.tscwatch.bench.report.Section.number;

import io.tscwatch.bench.experiment.Bench;
import io.tscwatch.bench.experiment.Bench.Answered;
import io.tscwatch.bench.experiment.Bench.Keyed;
import io.tscwatch.bench.experiment.Bench.MeasuredPair;
import io.tscwatch.bench.experiment.Experiment;
import io.tscwatch.bench.experiment.Hogs;
import io.tscwatch.bench.laboratory.Method;
import io.tscwatch.bench.laboratory.PlannedRun;
import io.tscwatch.bench.plot.Axis;
import io.tscwatch.bench.plot.Chart;
import io.tscwatch.bench.plot.Point;
import io.tscwatch.bench.plot.Series;
import io.tscwatch.bench.report.Claim;
import io.tscwatch.bench.report.Section;
import io.tscwatch.bench.statistics.Spread;
import io.tscwatch.bench.width.WidthResult.Row;
import io.tscwatch.checks.bounds.OffsetBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs of every length in turns, each turn with one long run. */
public final class Width implements Experiment<WidthResult> {

  private static final List<Long> TIMES =
      List.of(20_000L, 50_000L, 100_000L, 200_000L, 500_000L, 1_000_000L, 2_000_000L, 5_000_000L);

  private static final long FLOOR = 20_000_000;
  private static final long TENTH = 100_000;
  private static final long ONE = 1_000_000;
  private static final int TURNS = 1000;
  private static final int LOADED_TURNS = 150;

  /** Goals of issue 8. */
  private static final double GOAL_AT_ONE = 1.05;

  private static final double GOAL_AT_TENTH = 1.5;

  @Override
  public String name() {
    return "width";
  }

  @Override
  public int seconds() {
    return 50;
  }

  @Override
  public Class<WidthResult> resultType() {
    return WidthResult.class;
  }

  @Override
  public WidthResult measure(Bench bench) {
    List<Row> rows = new ArrayList<>();
    for (MeasuredPair pair : bench.pairs()) {
      rows.addAll(rows(bench, pair, bench.runs(TURNS, 10), false));
      rows.addAll(
          Hogs.beside(
              bench.cpus().size(), () -> rows(bench, pair, bench.runs(LOADED_TURNS, 5), true)));
    }
    return new WidthResult(rows, FLOOR);
  }

  /** A run's length and its turn. */
  private record Key(int turn, long nanos) {}

  private static List<Row> rows(Bench bench, MeasuredPair pair, int turns, boolean loaded) {
    List<Keyed<Key>> runs = new ArrayList<>();
    for (int turn = 0; turn < turns; turn++) {
      for (long nanos : TIMES) {
        runs.add(new Keyed<>(new Key(turn, nanos), PlannedRun.of(Method.EXCHANGE, nanos, 0)));
      }
      runs.add(new Keyed<>(new Key(turn, FLOOR), PlannedRun.of(Method.EXCHANGE, FLOOR, 0)));
    }
    List<Answered<Key>> answered = bench.runInOrder(pair.pair(), runs);
    // 0: that turn was not run, or gave no interval.
    double[] floors = new double[turns];
    for (Answered<Key> one : answered) {
      if (one.key().nanos() == FLOOR) {
        floors[one.key().turn()] = width(one);
      }
    }
    List<Row> rows = new ArrayList<>();
    for (long nanos : TIMES) {
      List<Double> widths = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      List<Double> beside = new ArrayList<>();
      for (Answered<Key> one : answered) {
        double floor = floors[one.key().turn()];
        double width = width(one);
        if (one.key().nanos() == nanos && floor > 0 && width > 0) {
          widths.add(width);
          ratios.add(width / floor);
          beside.add(floor);
        }
      }
      rows.add(
          new Row(
              pair.pair().toString(),
              pair.distance(),
              loaded,
              nanos,
              Spread.of(widths),
              Spread.of(ratios),
              Spread.of(beside)));
    }
    return rows;
  }

  /** 0 if the run gave no interval. */
  private static double width(Answered<Key> one) {
    return one.answer().bounds().map(OffsetBounds::widthCycles).orElse(0L);
  }

  @Override
  public void tell(WidthResult result, Section section) {
    section.heading("Width against time");
    section.paragraph(
        "Runs of the exchange of each length in turns, each turn with one run of %s that shows the"
            + " floor of its moment: where a hypervisor moves virtual CPUs, the floor moves with"
            + " them. Widths in cycles. Under load: a thread on each CPU that computes without"
            + " pause.",
        millis(result.floorNanos()));
    List<List<String>> rows = new ArrayList<>();
    for (Row row : result.rows()) {
      rows.add(
          List.of(
              row.pair(),
              row.distance(),
              row.loaded() ? "loaded" : "idle",
              millis(row.nanos()),
              Integer.toString(row.widthCycles().count()),
              number(row.widthCycles().minimum(), 0),
              number(row.widthCycles().median(), 0),
              number(row.widthCycles().p99(), 0),
              number(row.floorCycles().median(), 0),
              number(row.ratio().median(), 2),
              number(row.ratio().p99(), 2)));
    }
    section.table(
        List.of(
            "CPUs:",
            "distance:",
            "machine:",
            "time",
            "runs",
            "least",
            "median",
            "p99",
            "floor beside",
            "ratio, median",
            "p99"),
        rows);
    section.plot("width", chart(result));
    claim(result, section, ONE, GOAL_AT_ONE);
    claim(result, section, TENTH, GOAL_AT_TENTH);
  }

  private static Chart chart(WidthResult result) {
    List<Series> series = new ArrayList<>();
    result.rows().stream()
        .map(row -> row.distance() + (row.loaded() ? ", loaded" : ", idle"))
        .distinct()
        .limit(6)
        .forEach(name -> series.add(new Series(name, points(result, name))));
    return new Chart(
        "Width of the interval, as a multiple of the floor of its moment",
        "Median ratio of the width to that of a long run of the same turn, by the length of the"
            + " run; bars from the first to the third quartile.",
        Axis.logarithmic("length of a run in milliseconds"),
        Axis.linear("width / floor"),
        series,
        Optional.of(new Chart.Level(1, "floor")));
  }

  private static List<Point> points(WidthResult result, String name) {
    return result.rows().stream()
        .filter(row -> name.equals(row.distance() + (row.loaded() ? ", loaded" : ", idle")))
        .map(
            row ->
                new Point(
                    row.nanos() / 1e6,
                    row.ratio().median(),
                    row.ratio().quarter(),
                    row.ratio().threeQuarters()))
        .toList();
  }

  private static void claim(WidthResult result, Section section, long nanos, double goal) {
    result.rows().stream()
        .filter(row -> !row.loaded() && row.nanos() == nanos)
        .forEach(
            row ->
                section.claim(
                    new Claim(
                        8,
                        "median width at " + millis(nanos) + ", CPUs " + row.pair(),
                        "at most " + goal + " x the floor of its moment",
                        number(row.ratio().median(), 2)
                            + " x ("
                            + number(row.widthCycles().median(), 0)
                            + " cycles, p99 "
                            + number(row.ratio().p99(), 2)
                            + " x)",
                        row.ratio().median() <= goal)));
  }
}
