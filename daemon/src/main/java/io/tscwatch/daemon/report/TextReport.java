package io.tscwatch.daemon.report;

import io.tscwatch.checks.bounds.CpuOffset;
import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Wording;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.measure.Measurement;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.topology.CpuPlace;
import io.tscwatch.checks.verdict.CpuVerdict;
import io.tscwatch.checks.verdict.Recommendation;
import io.tscwatch.checks.verdict.Report;
import io.tscwatch.checks.verdict.Verdict;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** A report for people: the verdict first, then why, then each CPU, then all pairs. */
public final class TextReport {

  /** More CPUs than this are listed only if something is to be said of them. */
  private static final int TABLE_CPUS = 128;

  private final Report report;
  private final Paint paint;
  private final Writer out;

  private TextReport(Report report, Paint paint, Writer out) {
    this.report = report;
    this.paint = paint;
    this.out = out;
  }

  /** Writes the report; the writer is flushed and stays open. */
  public static void write(Report report, Paint paint, Writer out) throws IOException {
    new TextReport(report, paint, out).all();
    out.flush();
  }

  private void all() throws IOException {
    headline();
    findings();
    cpus();
    matrix();
    witnesses();
    recommendations();
    footer();
  }

  private void line(String text) throws IOException {
    out.write(text);
    out.write('\n');
  }

  private static String colour(Severity severity) {
    return switch (severity) {
      case INFO -> "36";
      case WARNING, UNKNOWN -> "33";
      case CRITICAL -> "31";
    };
  }

  private void headline() throws IOException {
    Origin origin = report.origin();
    String whose =
        switch (origin.kind()) {
          case REAL -> "TSC of this machine: ";
          case SIMULATED -> "TSC of the simulated machine \"" + origin.label() + "\": ";
          case REPLAYED -> "TSC of the machine recorded in " + origin.label() + ": ";
        };
    line(
        whose
            + paint.verdict(report.verdict())
            + (report.verdict() == Verdict.RELIABLE && report.warnings() ? ", with warnings" : ""));
    wrapped("  ", report.reason());
  }

  private void findings() throws IOException {
    if (report.findings().isEmpty()) {
      return;
    }
    line("");
    line("Why");
    for (Finding finding : report.findings()) {
      String severity = finding.severity().name().toLowerCase(Locale.ROOT);
      line(
          "  "
              + paint.in(colour(finding.severity()), severity)
              + " ".repeat(Math.max(1, 9 - severity.length()))
              + finding.code());
      wrapped("           ", finding.sentence());
      if (finding.severity() != Severity.INFO) {
        wrapped("           ", "Evidence: " + finding.evidence());
      }
      if (!finding.advice().isEmpty()) {
        wrapped("           ", "What to do: " + finding.advice());
      }
    }
  }

  private void cpus() throws IOException {
    List<CpuVerdict> listed = report.cpus();
    if (listed.size() > TABLE_CPUS) {
      listed = listed.stream().filter(cpu -> cpu.verdict() != Verdict.RELIABLE).toList();
    }
    line("");
    if (listed.isEmpty()) {
      line("All " + report.cpus().size() + " CPUs are RELIABLE; --format csv has every pair.");
      return;
    }
    Table table =
        new Table(
            "CPU",
            "verdict",
            "offset in ns",
            "estimate",
            "resolution",
            "rate in ppb",
            "TSC_ADJUST",
            "package/LLC/core",
            "reason");
    for (CpuVerdict cpu : listed.subList(0, Math.min(listed.size(), TABLE_CPUS))) {
      table.row(row(cpu));
    }
    String against =
        report.skew().referenceCpu() < 0
            ? "CPUs"
            : "CPUs, offsets against CPU " + report.skew().referenceCpu();
    line(against);
    for (String text : table.lines()) {
      line(coloured(text));
    }
    if (listed.size() > TABLE_CPUS) {
      line("  ... and " + (listed.size() - TABLE_CPUS) + " more; --format json has them all.");
    } else if (listed.size() < report.cpus().size()) {
      line("  The other " + (report.cpus().size() - listed.size()) + " CPUs are RELIABLE.");
    }
  }

  private String coloured(String row) {
    // The longer name first: the shorter one is its end.
    for (Verdict verdict : List.of(Verdict.UNRELIABLE, Verdict.RELIABLE, Verdict.UNKNOWN)) {
      if (row.contains(verdict.name())) {
        return row.replaceFirst(verdict.name(), paint.verdict(verdict).replace("$", "\\$"));
      }
    }
    return row;
  }

  private List<String> row(CpuVerdict cpu) {
    Optional<CpuOffset> offset = cpu.offset();
    Optional<TscFrequency> frequency = report.skew().frequency();
    Long adjust = report.facts().adjust().values().get(cpu.cpu());
    CpuPlace place = report.facts().topology().place(cpu.cpu());
    List<String> row = new ArrayList<>();
    row.add(Integer.toString(cpu.cpu()));
    row.add(cpu.verdict().name());
    if (offset.isPresent() && frequency.isPresent()) {
      CpuOffset o = offset.get();
      TscFrequency f = frequency.get();
      row.add(
          "%+d .. %+d"
              .formatted(
                  f.lowerNanos(o.bounds().lowerCycles()), f.upperNanos(o.bounds().upperCycles())));
      row.add("%+d".formatted(f.estimateNanos(o.estimateCycles())));
      row.add(Long.toString(f.upperNanos(o.resolutionCycles())));
    } else {
      row.addAll(List.of("-", "-", "-"));
    }
    row.add(report.skew().rate(cpu.cpu()).map(TextReport::rate).orElse("-"));
    row.add(adjust == null ? "unknown" : adjust.toString());
    row.add(number(place.packageId()) + "/" + number(place.llc()) + "/" + number(place.core()));
    row.add(cpu.reason());
    return row;
  }

  private static String rate(RateResult rate) {
    if (rate instanceof RateResult.Bounded bounded) {
      return "%+d .. %+d"
          .formatted(
              Math.floorDiv(bounded.minPicosPerSecond(), 1000),
              -Math.floorDiv(-bounded.maxPicosPerSecond(), 1000));
    }
    return "-";
  }

  private static String number(OptionalInt value) {
    return value.isPresent() ? Integer.toString(value.getAsInt()) : "?";
  }

  private void matrix() throws IOException {
    if (report.skew().matrix().isEmpty() || report.skew().matrix().get().cpus().size() < 2) {
      return;
    }
    line("");
    line("Pairs, limit " + Wording.nanos(report.limits().maxSkewNanos()));
    Heatmap map =
        new Heatmap(
            report.skew().matrix().get(), report.skew().frequency(), report.limits(), paint);
    for (String text : map.lines(report.facts().topology())) {
      line(text);
    }
  }

  private void witnesses() throws IOException {
    List<String> lines = WitnessText.lines(report.witnesses());
    if (!lines.isEmpty()) {
      line("");
    }
    for (String text : lines) {
      line(text);
    }
  }

  private void recommendations() throws IOException {
    line("");
    line("What to do");
    for (Recommendation recommendation : report.recommendations()) {
      String label = recommendation.topic().label() + ": ";
      wrapped("  ", label + recommendation.sentence());
    }
  }

  private void footer() throws IOException {
    Measurement measurement = report.measurement();
    long steps =
        measurement.granularity().values().stream()
            .flatMap(reading -> reading.toOptional().stream())
            .mapToLong(granularity -> granularity.stepCycles())
            .max()
            .orElse(0);
    line("");
    wrapped(
        "",
        "Measured "
            + measurement.results().size()
            + " exchanges in "
            + measurement.sweeps().size()
            + " sweeps, "
            + measurement.coverage().sentence()
            + " in each, "
            + Wording.nanos(report.elapsedNanos())
            + " in all, "
            + Wording.nanos(measurement.cpuNanos())
            + " of CPU time"
            + report
                .skew()
                .frequency()
                .map(f -> "; the TSC runs at " + megahertz(f.kilohertz()) + " MHz")
                .orElse("")
            + (steps > 1 ? ", in steps of " + steps + " cycles" : "")
            + ".");
  }

  private static String megahertz(long kilohertz) {
    return kilohertz / 1000 + "." + "%03d".formatted(kilohertz % 1000);
  }

  private void wrapped(String indent, String text) throws IOException {
    for (String line : Paragraph.lines(indent, text)) {
      line(line);
    }
  }
}
