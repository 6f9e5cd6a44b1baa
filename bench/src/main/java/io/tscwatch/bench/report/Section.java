package io.tscwatch.bench.report;

import io.tscwatch.bench.plot.Chart;
import io.tscwatch.daemon.report.Paragraph;
import io.tscwatch.daemon.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A part of the report, as Markdown, with its plots and claims. Filled by one experiment. */
public final class Section {

  private final StringBuilder text = new StringBuilder();
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Chart> plots = new LinkedHashMap<>();
  private final List<Claim> claims = new ArrayList<>();

  /** A heading of the section. */
  public void heading(String words) {
    text.append("## ").append(words).append("\n\n");
    lines.add(words);
    lines.add("");
  }

  /** A paragraph; formatted as {@link String#format} does, with plain decimal points. */
  public void paragraph(String format, Object... values) {
    String words = values.length == 0 ? format : String.format(Locale.ROOT, format, values);
    text.append(words).append("\n\n");
    lines.addAll(Paragraph.lines("", words));
    lines.add("");
  }

  /**
   * A table.
   *
   * @param head the titles of the columns; those that end in a colon are text, the others numbers
   * @param rows as many cells each
   */
  public void table(List<String> head, List<List<String>> rows) {
    row(head.stream().map(cell -> cell.replaceAll(":$", "")).toList());
    row(head.stream().map(cell -> cell.endsWith(":") ? "---" : "--:").toList());
    rows.forEach(this::row);
    text.append('\n');
    lines.addAll(aligned(head.stream().map(cell -> cell.replaceAll(":$", "")).toList(), rows));
    lines.add("");
  }

  private static List<String> aligned(List<String> head, List<List<String>> rows) {
    Table table = new Table(head.toArray(String[]::new));
    rows.forEach(table::row);
    return table.lines();
  }

  private void row(List<String> cells) {
    text.append("| ");
    text.append(String.join(" | ", cells.stream().map(cell -> cell.replace("|", "\\|")).toList()));
    text.append(" |\n");
  }

  /**
   * A plot, in a file of its own.
   *
   * @param name of the file, without its ending
   */
  public void plot(String name, Chart chart) {
    plots.put(name, chart);
    text.append("![").append(chart.description()).append("](").append(name).append(".svg)\n\n");
  }

  /** Something that was promised; it goes into the table at the head of the report too. */
  public void claim(Claim claim) {
    claims.add(claim);
  }

  /** For a terminal, with the goals at the end. */
  public String plain() {
    List<String> all = new ArrayList<>(lines);
    if (!claims.isEmpty()) {
      all.addAll(
          aligned(
              List.of("what", "goal", "figure", ""),
              claims.stream()
                  .map(
                      c -> List.of(c.what(), c.goal(), c.figure(), c.met() ? "met" : "FALLS SHORT"))
                  .toList()));
    }
    return String.join("\n", all);
  }

  /** The Markdown. */
  public String text() {
    return text.toString();
  }

  /** The plots by the names of their files. */
  public Map<String, Chart> plots() {
    return Map.copyOf(plots);
  }

  /** What was promised. */
  public List<Claim> claims() {
    return List.copyOf(claims);
  }

  /** A number with so many digits behind the point. */
  public static String number(double value, int digits) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** Nanoseconds as milliseconds, such as {@code 0.1 ms}. */
  public static String millis(long nanos) {
    return Section.number(nanos / 1e6, nanos % 1_000_000 == 0 ? 0 : nanos % 100_000 == 0 ? 1 : 2)
        + " ms";
  }
}
