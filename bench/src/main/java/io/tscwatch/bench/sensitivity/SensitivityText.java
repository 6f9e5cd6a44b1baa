package io.tscwatch.bench.sensitivity;

import static io.tscwatch.bench.report.Section.millis;
import static io.tscwatch.bench.report.Section.number;
import static io.tscwatch.bench.sensitivity.Sensitivity.METHODS;
import static io.tscwatch.bench.sensitivity.Sensitivity.ONE;
import static io.tscwatch.bench.sensitivity.Sensitivity.TENTH;
import static io.tscwatch.bench.sensitivity.Sensitivity.TIMES;
import static io.tscwatch.bench.sensitivity.Sensitivity.TWENTY;

import io.tscwatch.bench.laboratory.Method;
import io.tscwatch.bench.plot.Axis;
import io.tscwatch.bench.plot.Chart;
import io.tscwatch.bench.plot.Point;
import io.tscwatch.bench.plot.Series;
import io.tscwatch.bench.report.Claim;
import io.tscwatch.bench.report.Section;
import io.tscwatch.bench.sensitivity.PowerCurves.Found;
import io.tscwatch.bench.sensitivity.SensitivityResult.Loaded;
import io.tscwatch.bench.statistics.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells a {@link SensitivityResult}. */
final class SensitivityText {

  private static final double GOAL_AT_ONE = 0.6;
  private static final double GOAL_AT_TENTH = 1.0;

  /** A warp of this size is beyond a transfer on any machine with one package. */
  private static final int LARGEST_DRAWN = 400;

  private SensitivityText() {}

  static void tell(SensitivityResult result, Section section) {
    section.heading("Sensitivity: which offsets are proven");
    section.paragraph(
        "An offset d is planted on CPU %d: the harness adds it to every reading of that side. Each"
            + " method then says whether the counters of CPUs %d and %d disagree, or not. All"
            + " methods, times, offsets and directions are mixed run by run, in an order that seed"
            + " %d decides. The methods of others are our own implementations of what they are"
            + " described to do (`bench/src/main/c/tscwatch_laboratory.c`). %.0f s in all.",
        result.cpuB(), result.cpuA(), result.cpuB(), result.seed(), result.seconds());
    section.paragraph(
        "The floor of these minutes, from the exchange's runs of 1 ms at d = 0: a positive d has to"
            + " exceed %s cycles (quartiles %s to %s), a negative one %s (%s to %s).",
        number(result.upFloor().median(), 0),
        number(result.upFloor().quarter(), 0),
        number(result.upFloor().threeQuarters(), 0),
        number(result.downFloor().median(), 0),
        number(result.downFloor().quarter(), 0),
        number(result.downFloor().threeQuarters(), 0));
    found(result, section);
    section.plot("power-1ms", chart(result, ONE));
    section.plot("power-20ms", chart(result, TWENTY));
    goals(result, section);
    falsePositives(result, section);
  }

  private static void found(SensitivityResult result, Section section) {
    List<String> head = new ArrayList<>(List.of("offset found in 95 % of runs, in cycles:"));
    TIMES.forEach(nanos -> head.add(millis(nanos)));
    List<List<String>> rows = new ArrayList<>();
    for (Method method : METHODS) {
      List<String> row = new ArrayList<>(List.of(method.wording()));
      for (long nanos : TIMES) {
        Found found = result.curves().found(method, nanos, result.seed());
        row.add(
            Double.isNaN(found.cycles())
                ? "none planted"
                : number(found.cycles(), 0)
                    + " ("
                    + number(found.low(), 0)
                    + " to "
                    + number(found.high(), 0)
                    + ")");
      }
      rows.add(row);
    }
    section.table(head, rows);
    section.paragraph(
        "In the direction in which it is harder to find. By linear interpolation between the"
            + " offsets planted, after isotonic regression; in brackets the 5th and 95th percentile"
            + " of a parametric bootstrap.");
  }

  private static Chart chart(SensitivityResult result, long nanos) {
    List<Series> series = new ArrayList<>();
    for (Method method : METHODS) {
      series.add(
          new Series(
              method.wording(),
              result.curves().curve(method, nanos).stream()
                  .filter(p -> p.size() <= LARGEST_DRAWN)
                  .map(
                      p ->
                          new Point(
                              p.size(),
                              100 * p.share().value(),
                              100 * p.share().lower(),
                              100 * p.share().upper()))
                  .toList()));
    }
    return new Chart(
        "Runs of " + millis(nanos) + " that prove a planted offset",
        "Share of runs of "
            + millis(nanos)
            + " that prove a planted offset, by its size, for five methods; bars are 95 % Wilson"
            + " intervals.",
        Axis.linear("planted offset in cycles, both directions together").from(0, LARGEST_DRAWN),
        Axis.linear("% of runs").from(0, 100),
        series,
        Optional.of(new Chart.Level(95, "95 %")));
  }

  private static void goals(SensitivityResult result, Section section) {
    Found locked = result.curves().found(Method.LOCKED, TWENTY, result.seed());
    goal(result, section, locked, ONE, "a twentieth", GOAL_AT_ONE);
    goal(result, section, locked, TENTH, "a two-hundredth", GOAL_AT_TENTH);
    section.claim(
        new Claim(
            2,
            "the bounds contain the planted offset",
            "100 %",
            result.contained() + " of " + result.containedOf(),
            result.contained() == result.containedOf() && result.containedOf() > 0));
  }

  private static void goal(
      SensitivityResult result,
      Section section,
      Found locked,
      long nanos,
      String part,
      double goal) {
    Found ours = result.curves().found(Method.EXCHANGE, nanos, result.seed());
    double ratio = ours.cycles() / locked.cycles();
    section.claim(
        new Claim(
            8,
            "offset found in 95 % of runs, exchange at "
                + millis(nanos)
                + " against lock-protected at 20 ms",
            "at most " + goal + " x at " + part + " of the time",
            number(ratio, 2)
                + " x ("
                + number(ours.cycles(), 0)
                + " against "
                + number(locked.cycles(), 0)
                + " cycles)",
            ratio <= goal,
            "no exchange proves less than the one-way floor of its moment: over "
                + number(
                    Math.max(result.upFloor().threeQuarters(), result.downFloor().threeQuarters()),
                    0)
                + " cycles in a quarter of the runs"));
  }

  private static void falsePositives(SensitivityResult result, Section section) {
    List<List<String>> rows = new ArrayList<>();
    for (Loaded loaded : result.loaded()) {
      Share share = new Share(loaded.alarms(), loaded.measured());
      rows.add(
          List.of(
              loaded.method().wording(),
              Integer.toString(loaded.planned()),
              Integer.toString(loaded.measured()),
              Integer.toString(loaded.alarms()),
              number(100 * share.upper(), 2) + " %",
              number(loaded.estimateCycles().median(), 0),
              number(loaded.estimateCycles().p99(), 0)));
      if (loaded.method() == Method.EXCHANGE) {
        section.claim(
            new Claim(
                2,
                "false alarms of the exchange in "
                    + loaded.planned()
                    + " checks of 1 ms at d = 0, a hog on each CPU",
                "0, and 90 % measure",
                loaded.alarms() + ", " + loaded.measured() + " measured",
                loaded.alarms() == 0 && loaded.measured() * 10L >= loaded.planned() * 9L));
      }
    }
    section.paragraph(
        "False positives: runs of %s with nothing planted, beside a thread on each CPU that"
            + " computes without pause, mixed. The last two columns say what somebody would get who"
            + " took the middle of the interval for the offset.",
        millis(ONE));
    section.table(
        List.of(
            "at d = 0 under load:",
            "runs",
            "measured",
            "say there is a fault",
            "at most (95 %)",
            "estimate off, median, cycles",
            "p99"),
        rows);
  }
}
