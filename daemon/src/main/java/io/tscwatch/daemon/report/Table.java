package io.tscwatch.daemon.report;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns as wide as their widest cell; numbers to the right, words to the left. */
public final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  /** A table with this header. */
  public Table(String... header) {
    rows.add(List.of(header));
  }

  /** Adds a row with as many cells as the header has. */
  public void row(List<String> cells) {
    if (cells.size() != rows.get(0).size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells in a table of " + rows.get(0).size() + " columns");
    }
    rows.add(List.copyOf(cells));
  }

  /** The lines, header first, indented by two. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String gap = " ".repeat(width(column) - row.get(column).length());
        line.append("  ").append(isNumeric(column) ? gap + row.get(column) : row.get(column) + gap);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private boolean isNumeric(int column) {
    return rows.stream()
        .skip(1)
        .map(row -> row.get(column))
        .allMatch(cell -> cell.equals("-") || cell.matches("[-+0-9 .]+"));
  }
}
