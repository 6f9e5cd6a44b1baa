package io.tscwatch.bench.scale;

import static io.tscwatch.bench.report.Section.number;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tscwatch.bench.experiment.Bench;
import io.tscwatch.bench.experiment.Child;
import io.tscwatch.bench.experiment.Experiment;
import io.tscwatch.bench.plot.Axis;
import io.tscwatch.bench.plot.Chart;
import io.tscwatch.bench.plot.Point;
import io.tscwatch.bench.plot.Series;
import io.tscwatch.bench.report.Claim;
import io.tscwatch.bench.report.Section;
import io.tscwatch.bench.scale.ScaleResult.Row;
import io.tscwatch.bench.statistics.PowerLaw;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Judges simulated machines of every size. */
public final class Scale implements Experiment<ScaleResult> {

  private static final List<Integer> SIZES = List.of(2, 8, 32, 128, 512, 1024, 2048, 4096);

  /** What is below is mostly the JVM's start, and no power of the size. */
  private static final int FITTED_FROM = 128;

  private static final int GOAL_CPUS = 2048;
  private static final double GOAL_MILLIS = 2000;
  private static final long GOAL_KIB = 400 * 1024;

  /** The launcher's heap holds the matrices of 2048 CPUs. */
  private static final String HEAP = "-Xmx320m";

  private static final String LARGE_HEAP = "-Xmx1500m";

  @Override
  public String name() {
    return "scale";
  }

  @Override
  public int seconds() {
    return 60;
  }

  @Override
  public Class<ScaleResult> resultType() {
    return ScaleResult.class;
  }

  @Override
  public ScaleResult measure(Bench bench) throws IOException, InterruptedException {
    ObjectMapper json = new ObjectMapper();
    List<Row> rows = new ArrayList<>();
    for (int cpus : SIZES) {
      bench.progress().accept(cpus + " CPUs");
      String answer =
          Child.java(
              cpus <= GOAL_CPUS ? HEAP : LARGE_HEAP,
              ScaleProbe.class.getName(),
              Integer.toString(cpus));
      rows.add(json.readValue(answer, Row.class));
    }
    return new ScaleResult(rows);
  }

  @Override
  public void tell(ScaleResult result, Section section) {
    section.heading("Scale: 2 to 4096 simulated CPUs");
    section.paragraph(
        "Each size once, in a process of its own with the JVM settings of the launcher (one"
            + " collector thread, C1 only, %s; %s above %d CPUs), cold: as a check meets it.",
        HEAP, LARGE_HEAP, GOAL_CPUS);
    List<List<String>> rows = new ArrayList<>();
    for (Row row : result.rows()) {
      rows.add(
          List.of(
              Integer.toString(row.cpus()),
              Integer.toString(row.pairs()),
              number(row.planMillis(), 0),
              number(row.closureMillis(), 0),
              number(row.judgeMillis(), 0),
              number(row.jsonMillis(), 0),
              number(row.jsonBytes() / 1024.0, 0),
              number(row.statusMillis(), 0),
              number(row.statusBytes() / 1024.0, 0),
              number(row.scrapeMillis(), 0),
              number(row.scrapeBytes() / 1024.0, 0),
              number(row.judgedKib() / 1024.0, 0),
              number(row.peakKib() / 1024.0, 0)));
    }
    rows.add(exponents(result));
    section.table(
        List.of(
            "CPUs",
            "pairs a sweep",
            "plan, ms",
            "closure, ms",
            "judgement, ms",
            "report JSON, ms",
            "KiB",
            "status JSON, ms",
            "KiB",
            "metrics, ms",
            "KiB",
            "MiB when judged",
            "MiB in all"),
        rows);
    section.plot("scale", chart(result));
    result.rows().stream()
        .filter(row -> row.cpus() == GOAL_CPUS)
        .forEach(row -> claim(result, row, section));
  }

  private static List<String> exponents(ScaleResult result) {
    return List.of(
        "exponent from " + FITTED_FROM,
        exponent(result, Row::pairs),
        exponent(result, Row::planMillis),
        exponent(result, Row::closureMillis),
        exponent(result, Row::judgeMillis),
        exponent(result, Row::jsonMillis),
        exponent(result, Row::jsonBytes),
        exponent(result, Row::statusMillis),
        exponent(result, Row::statusBytes),
        exponent(result, Row::scrapeMillis),
        exponent(result, Row::scrapeBytes),
        exponent(result, Row::judgedKib),
        exponent(result, Row::peakKib));
  }

  private static String exponent(ScaleResult result, ToDoubleFunction<Row> cost) {
    return number(
        PowerLaw.fit(
                result.rows().stream()
                    .filter(row -> row.cpus() >= FITTED_FROM)
                    .map(row -> new PowerLaw.Point(row.cpus(), cost.applyAsDouble(row)))
                    .toList())
            .exponent(),
        2);
  }

  private static Chart chart(ScaleResult result) {
    return new Chart(
        "Time by the number of CPUs",
        "Milliseconds for closure, judgement, report and status by the number of simulated CPUs,"
            + " both axes logarithmic.",
        Axis.logarithmic("CPUs"),
        Axis.logarithmic("milliseconds"),
        List.of(
            series("closure, all pairs", result, Row::closureMillis),
            series("judgement", result, Row::judgeMillis),
            series("report JSON", result, Row::jsonMillis),
            series("status JSON", result, Row::statusMillis),
            series("metrics", result, Row::scrapeMillis)),
        Optional.of(new Chart.Level(GOAL_MILLIS, "goal at 2048 CPUs")));
  }

  private static Series series(String name, ScaleResult result, ToDoubleFunction<Row> cost) {
    return new Series(
        name,
        result.rows().stream()
            .map(row -> new Point(row.cpus(), Math.max(0.1, cost.applyAsDouble(row))))
            .toList());
  }

  private static void claim(ScaleResult result, Row row, Section section) {
    section.claim(
        new Claim(
            8,
            "closure and judgement for 2048 CPUs, time",
            "under 2 s",
            number(row.judgeMillis() / 1000, 2)
                + " s; grows with CPUs^"
                + exponent(result, Row::judgeMillis),
            row.judgeMillis() < GOAL_MILLIS,
            "the closure of all pairs alone: " + number(row.closureMillis() / 1000, 2) + " s"));
    section.claim(
        new Claim(
            8,
            "closure and judgement for 2048 CPUs, memory of the whole process",
            "under 400 MiB",
            number(row.judgedKib() / 1024.0, 0) + " MiB",
            row.judgedKib() < GOAL_KIB,
            "with JVM and simulated machine"));
  }
}
