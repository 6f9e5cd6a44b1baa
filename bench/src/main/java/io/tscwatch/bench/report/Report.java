package io.tscwatch.bench.report;

import io.tscwatch.bench.plot.Chart;
import io.tscwatch.bench.plot.SvgChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The report of one run.
 *
 * @param subject what was measured on
 * @param sections in their order
 * @param missing experiments without a result, each with the reason
 */
public record Report(Subject subject, List<Section> sections, List<String> missing) {

  /** The Markdown file, in the folder of the report. */
  public static final String FILE = "README.md";

  public Report {
    sections = List.copyOf(sections);
    missing = List.copyOf(missing);
  }

  /** Writes the Markdown and the plots; what an earlier report left is overwritten. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(FILE), markdown());
    for (Section section : sections) {
      for (Map.Entry<String, Chart> plot : section.plots().entrySet()) {
        Files.writeString(folder.resolve(plot.getKey() + ".svg"), SvgChart.draw(plot.getValue()));
      }
    }
  }

  /** How many claims are not met. */
  public long shortfalls() {
    return claims().stream().filter(claim -> !claim.met()).count();
  }

  private List<Claim> claims() {
    return sections.stream()
        .flatMap(section -> section.claims().stream())
        .sorted(Comparator.comparingInt(Claim::issue))
        .toList();
  }

  private String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("# What tscwatch can do on this machine\n\n");
    text.append("Written by `./tscwatch bench`; what was measured is in `report.json`.\n\n");
    text.append(head());
    missing.forEach(reason -> text.append("- not measured: ").append(reason).append('\n'));
    text.append(missing.isEmpty() ? "" : "\n");
    sections.forEach(section -> text.append(section.text()));
    return text.toString().replaceAll("\n+$", "\n");
  }

  private String head() {
    Section head = new Section();
    head.table(
        List.of("what:", "value:"),
        List.of(
            List.of("CPU", subject.cpu() + ", " + subject.cpus() + " CPUs"),
            List.of("hypervisor", subject.hypervisor().isEmpty() ? "none" : subject.hypervisor()),
            List.of("kernel", "Linux " + subject.kernel()),
            List.of("clocksource", subject.clocksource()),
            List.of(
                "TSC",
                Section.number(subject.tscHertz() / 1e6, 3)
                    + " MHz, in steps of "
                    + subject.tscStepCycles()
                    + " cycles"),
            List.of("Java", subject.java()),
            List.of("tscwatch", subject.tscwatch()),
            List.of("day", subject.date() + ", load average before: " + subject.load()),
            List.of(
                "runs",
                (subject.effort() == 1 ? "all" : "1 / " + subject.effort() + " of all")
                    + ", seed "
                    + subject.seed())));
    List<List<String>> rows = new ArrayList<>();
    for (Claim claim : claims()) {
      rows.add(
          List.of(
              Integer.toString(claim.issue()),
              claim.what(),
              claim.goal(),
              claim.figure(),
              claim.met() ? "met" : "**falls short**",
              claim.remark()));
    }
    if (!rows.isEmpty()) {
      head.heading("Goals and figures");
      head.table(List.of("issue", "what:", "goal:", "figure:", "", "remark:"), rows);
    }
    return head.text();
  }
}
