package io.tscwatch.bench.latency;

import static io.tscwatch.bench.report.Section.number;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tscwatch.bench.experiment.Bench;
import io.tscwatch.bench.experiment.Child;
import io.tscwatch.bench.experiment.Experiment;
import io.tscwatch.bench.latency.LatencyResult.Kind;
import io.tscwatch.bench.report.Claim;
import io.tscwatch.bench.report.Section;
import io.tscwatch.bench.statistics.Spread;
import java.io.IOException;
import java.util.List;

/** Plants faults under the real loop, and waits until they are told. */
public final class Latency implements Experiment<LatencyResult> {

  /** The heap of the daemon would do; its documents are made anew for each request here. */
  private static final String HEAP = "-Xmx64m";

  private static final double GOAL_MILLIS = 2000;
  private static final double GOAL_SHARE = 0.99;

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public int seconds() {
    return 110;
  }

  @Override
  public Class<LatencyResult> resultType() {
    return LatencyResult.class;
  }

  @Override
  public LatencyResult measure(Bench bench) throws IOException, InterruptedException {
    String answer =
        Child.java(
            HEAP,
            LatencyProbe.class.getName(),
            Integer.toString(bench.runs(bench.faults(), 2)),
            Long.toString(bench.tscHertz()),
            Long.toString(bench.seed()));
    return new ObjectMapper().readValue(answer, LatencyResult.class);
  }

  @Override
  public void tell(LatencyResult result, Section section) {
    section.heading("Latency: from a fault until it is told");
    section.paragraph(
        "The watch at its defaults, a look every %.0f s, on this machine, with its endpoint. A fault"
            + " is planted into the last CPU at a moment that a random number decides, under the"
            + " real exchange; TSC_ADJUST is a value that stands in for the register. Times in"
            + " milliseconds until `/v1/status` tells it, asked every 5 ms, and until the stream"
            + " of events does.",
        result.intervalNanos() / 1e9);
    section.table(
        List.of("planted:", "runs", "status, median", "p99", "longest", "event, median", "longest"),
        result.kinds().stream().map(Latency::row).toList());
    result.kinds().forEach(kind -> claim(kind, section));
  }

  private static List<String> row(Kind kind) {
    Spread status = Spread.of(kind.statusMillis());
    Spread events = Spread.of(kind.eventMillis());
    return List.of(
        kind.name(),
        Integer.toString(status.count()),
        number(status.median(), 0),
        number(status.p99(), 0),
        number(status.maximum(), 0),
        number(events.median(), 0),
        number(events.maximum(), 0));
  }

  private static void claim(Kind kind, Section section) {
    int runs = kind.statusMillis().size();
    long inTime = 0;
    for (int i = 0; i < runs; i++) {
      double later = Math.max(kind.statusMillis().get(i), kind.eventMillis().get(i));
      inTime += later <= GOAL_MILLIS ? 1 : 0;
    }
    section.claim(
        new Claim(
            3,
            "told within 2 s, by status and event: " + kind.name(),
            "99 % of runs",
            inTime + " of " + runs + ", median " + number(median(kind), 0) + " ms",
            inTime >= GOAL_SHARE * runs));
  }

  private static double median(Kind kind) {
    return Spread.of(kind.statusMillis()).median();
  }
}
