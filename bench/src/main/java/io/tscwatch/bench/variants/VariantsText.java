package io.tscwatch.bench.variants;

import static io.tscwatch.bench.report.Section.millis;
import static io.tscwatch.bench.report.Section.number;

import io.tscwatch.bench.laboratory.Variant;
import io.tscwatch.bench.report.Claim;
import io.tscwatch.bench.report.Section;
import io.tscwatch.bench.variants.VariantsResult.Row;
import io.tscwatch.bench.variants.VariantsResult.Scheduling;
import io.tscwatch.bench.variants.VariantsResult.Stop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Tells a {@link VariantsResult}. */
final class VariantsText {

  private static final long ONE = 1_000_000;

  private VariantsText() {}

  static void tell(VariantsResult result, Section section) {
    section.heading("The floor: other loops, other threads, an earlier end");
    section.paragraph(
        "Variants of the exchange's loop, without its certified blocks, mixed run by run with the"
            + " exchange itself. Median width in cycles (least, 99th percentile).");
    List<Long> times = result.exchange().stream().map(Row::nanos).toList();
    List<String> head = new ArrayList<>(List.of("loop:"));
    times.forEach(nanos -> head.add(millis(nanos)));
    List<List<String>> rows = new ArrayList<>();
    List<String> exchange = new ArrayList<>(List.of("**the kernel's exchange**"));
    result.exchange().forEach(row -> exchange.add(cell(row)));
    rows.add(exchange);
    for (Variant variant : Variant.values()) {
      List<String> cells = new ArrayList<>(List.of(variant.wording()));
      result.rows().stream().filter(r -> r.variant() == variant).forEach(r -> cells.add(cell(r)));
      rows.add(cells);
    }
    section.table(head, rows);
    floor(result, section);
    scheduling(result, section);
    section.paragraph(
        "A pinned thread takes %s us from its making to its first instruction (median; p99 %s). A"
            + " whole call of the kernel for 1 ms takes %s us (p99 %s): two threads made, met,"
            + " ended.",
        number(result.threadStartMicros().median(), 0),
        number(result.threadStartMicros().p99(), 0),
        number(result.callMicros().median(), 0),
        number(result.callMicros().p99(), 0));
    stops(result, section);
  }

  private static String cell(Row row) {
    return number(row.widthCycles().median(), 0)
        + " ("
        + number(row.widthCycles().minimum(), 0)
        + ", "
        + number(row.widthCycles().p99(), 0)
        + ")";
  }

  private static void floor(VariantsResult result, Section section) {
    Row best =
        result.rows().stream()
            .filter(row -> row.nanos() == ONE)
            .min(Comparator.comparingDouble(row -> row.widthCycles().median()))
            .orElseThrow();
    Row ours =
        result.exchange().stream().filter(row -> row.nanos() == ONE).findFirst().orElseThrow();
    double ratio = ours.widthCycles().median() / best.widthCycles().median();
    section.claim(
        new Claim(
            8,
            "the exchange's median at 1 ms against the best variant's, mixed",
            "the lowest that any variant tried reaches",
            number(ours.widthCycles().median(), 0)
                + " against "
                + number(best.widthCycles().median(), 0)
                + " cycles",
            ratio <= 1,
            ratio <= 1 ? "" : "best: " + best.variant().wording()));
  }

  private static void scheduling(VariantsResult result, Section section) {
    List<List<String>> rows = new ArrayList<>();
    for (Scheduling row : result.scheduling()) {
      rows.add(
          List.of(
              row.fifo() ? "SCHED_FIFO" : "as any thread",
              row.refused() ? "refused" : number(row.widthCycles().median(), 0),
              number(row.widthCycles().p99(), 0),
              number(row.micros().median(), 0),
              number(row.micros().p99(), 0)));
    }
    section.paragraph(
        "The exchange of 1 ms beside a thread on each CPU that computes all the time:");
    section.table(List.of("threads:", "width, median", "p99", "took us, median", "p99"), rows);
  }

  private static void stops(VariantsResult result, Section section) {
    List<List<String>> rows = new ArrayList<>();
    for (Stop stop : result.stops()) {
      rows.add(
          List.of(
              number(stop.quietNanos() / 1e3, 0),
              Integer.toString(stop.runs()),
              number(stop.micros().median(), 0),
              number(stop.micros().p99(), 0),
              number(100 * stop.wider(), 1) + " %",
              number(stop.ratio().p99(), 2),
              number(stop.ratio().maximum(), 2)));
    }
    section.paragraph(
        "An adaptive stop: runs of 5 ms, had they ended once nothing had improved for some time.");
    section.table(
        List.of(
            "quiet for us",
            "runs",
            "ends at us, median",
            "p99",
            "ends wider",
            "width / full, p99",
            "most"),
        rows);
  }
}
