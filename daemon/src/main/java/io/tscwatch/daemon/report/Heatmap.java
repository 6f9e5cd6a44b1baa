package io.tscwatch.daemon.report;

import io.tscwatch.checks.bounds.ClosedMatrix;
import io.tscwatch.checks.bounds.OffsetBounds;
import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Level;
import io.tscwatch.checks.topology.Topology;
import io.tscwatch.checks.verdict.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The matrix as characters: one for each pair, or for each pair of groups where there are too many
 * CPUs for a terminal. The character tells, and the colour repeats it.
 */
final class Heatmap {

  /** What one cell says. Ordered: a group's cell is the worst of its pairs. */
  enum Cell {
    SAME("\\", "", "#e9e9e4", ""),
    TIGHT(".", "32", "#b5d5dd", "within a quarter of the limit"),
    IN_LIMIT("o", "33", "#418ba2", "within the limit"),
    WIDE("?", "35", "#e0b04b", "not resolved"),
    NOTHING(" ", "", "#c9c9c4", "no bound"),
    APART("X", "1;31", "#c8371f", "proven apart");

    private final String symbol;
    private final String colour;
    private final String fill;
    private final String meaning;

    Cell(String symbol, String colour, String fill, String meaning) {
      this.symbol = symbol;
      this.colour = colour;
      this.fill = fill;
      this.meaning = meaning;
    }

    String fill() {
      return fill;
    }

    /** For a legend; empty for what needs none. */
    String meaning() {
      return meaning;
    }
  }

  private static final int MAX_COLUMNS = 64;

  private final ClosedMatrix matrix;
  private final Optional<TscFrequency> frequency;
  private final Limits limits;
  private final Paint paint;

  Heatmap(ClosedMatrix matrix, Optional<TscFrequency> frequency, Limits limits, Paint paint) {
    this.matrix = matrix;
    this.frequency = frequency;
    this.limits = limits;
    this.paint = paint;
  }

  /** The lines, legend included. */
  List<String> lines(Topology topology) {
    List<CpuSet> groups = groups(topology, MAX_COLUMNS);
    boolean single = groups.size() == matrix.cpus().size();
    List<String> lines = new ArrayList<>();
    int margin = groups.stream().mapToInt(group -> group.toString().length()).max().orElse(1);
    for (CpuSet row : groups) {
      StringBuilder line = new StringBuilder("  " + pad(row.toString(), margin) + "  ");
      for (CpuSet column : groups) {
        Cell cell = worst(row, column, single);
        line.append(paint.in(cell.colour, cell.symbol)).append(' ');
      }
      lines.add(line.toString().stripTrailing());
    }
    lines.add(
        "  "
            + paint.in(Cell.TIGHT.colour, ".")
            + " within a quarter of the limit   "
            + paint.in(Cell.IN_LIMIT.colour, "o")
            + " within the limit   "
            + paint.in(Cell.WIDE.colour, "?")
            + " not resolved   "
            + paint.in(Cell.APART.colour, "X")
            + " proven apart"
            + (single ? "" : "   (a cell is the worst of its pairs)"));
    return lines;
  }

  /** Single CPUs if they fit, else the finest level of the topology that does. */
  List<CpuSet> groups(Topology topology, int most) {
    CpuSet cpus = matrix.cpus();
    if (cpus.size() <= most) {
      return cpus.stream().mapToObj(CpuSet::of).toList();
    }
    for (Level level : new Level[] {Level.CORE, Level.LLC, Level.DIE, Level.PACKAGE}) {
      List<CpuSet> groups =
          topology.groups(level).values().stream()
              .map(cpus::and)
              .filter(group -> !group.isEmpty())
              .toList();
      boolean complete = groups.stream().mapToInt(CpuSet::size).sum() == cpus.size();
      if (complete && groups.size() <= most) {
        return groups;
      }
    }
    return blocks(cpus, most);
  }

  private static List<CpuSet> blocks(CpuSet cpus, int most) {
    int[] all = cpus.toArray();
    int size = (all.length + most - 1) / most;
    List<CpuSet> blocks = new ArrayList<>();
    for (int start = 0; start < all.length; start += size) {
      blocks.add(CpuSet.of(Arrays.copyOfRange(all, start, Math.min(all.length, start + size))));
    }
    return blocks;
  }

  Cell worst(CpuSet rows, CpuSet columns, boolean single) {
    Cell worst = single ? Cell.SAME : Cell.TIGHT;
    for (int row : rows) {
      for (int column : columns) {
        if (row != column) {
          Cell cell = cell(row, column);
          worst = cell.compareTo(worst) > 0 ? cell : worst;
        }
      }
    }
    return worst;
  }

  private Cell cell(int row, int column) {
    Optional<OffsetBounds> bounds = matrix.bounds(row, column);
    if (bounds.isEmpty()) {
      return Cell.NOTHING;
    }
    if (bounds.get().excludesZero()) {
      return Cell.APART;
    }
    if (frequency.isEmpty()) {
      return Cell.WIDE;
    }
    long worst = frequency.get().upperNanos(bounds.get().worstMagnitudeCycles());
    if (worst > limits.maxSkewNanos()) {
      return Cell.WIDE;
    }
    return worst <= limits.maxSkewNanos() / 4 ? Cell.TIGHT : Cell.IN_LIMIT;
  }

  private static String pad(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
