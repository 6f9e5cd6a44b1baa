package io.tscwatch.daemon.report;

import io.tscwatch.checks.bounds.ClosedMatrix;
import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Topology;
import io.tscwatch.checks.verdict.Limits;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The matrix as a picture: of characters, or as SVG. Where CPUs are many, a cell is a group's. */
public final class MatrixPicture {

  /**
   * More cells than this on a side would be a file of megabytes, and nobody could tell them apart.
   */
  private static final int MOST_SVG_GROUPS = 256;

  private static final int CELL = 10;
  private static final int MARGIN = 60;
  private static final int LEGEND = 30;

  private final Heatmap map;
  private final Topology topology;

  /** A picture of this matrix. */
  public MatrixPicture(
      ClosedMatrix matrix, Topology topology, Optional<TscFrequency> frequency, Limits limits) {
    this.map = new Heatmap(matrix, frequency, limits, new Paint(false));
    this.topology = topology;
  }

  /** Characters, a line for each row, legend included. */
  public String text() {
    return String.join("\n", map.lines(topology)) + "\n";
  }

  /**
   * SVG without style sheets or scripts: what shows it need not allow any. All cells of a kind are
   * one path, so that the file grows with what is unusual.
   */
  public String svg() {
    List<CpuSet> groups = map.groups(topology, MOST_SVG_GROUPS);
    boolean single = groups.stream().allMatch(group -> group.size() == 1);
    Map<Heatmap.Cell, StringBuilder> paths = new EnumMap<>(Heatmap.Cell.class);
    for (int row = 0; row < groups.size(); row++) {
      int from = 0;
      Heatmap.Cell kind = map.worst(groups.get(row), groups.get(0), single);
      for (int column = 1; column <= groups.size(); column++) {
        Heatmap.Cell next =
            column < groups.size()
                ? map.worst(groups.get(row), groups.get(column), single)
                : Heatmap.Cell.SAME;
        if (column == groups.size() || next != kind) {
          run(paths.computeIfAbsent(kind, k -> new StringBuilder()), row, from, column);
          from = column;
          kind = next;
        }
      }
    }
    return document(groups, paths);
  }

  private static void run(StringBuilder path, int row, int from, int until) {
    path.append(
        "M%d %dh%dv%dh%dz"
            .formatted(
                from * CELL, row * CELL, (until - from) * CELL, CELL, (from - until) * CELL));
  }

  /** What must not be told by its colour alone has an outline. */
  private static String outline(Heatmap.Cell kind) {
    return switch (kind) {
      case APART -> " stroke=\"#000\" stroke-width=\"2\"";
      case WIDE -> " stroke=\"#000\" stroke-dasharray=\"2\"";
      default -> "";
    };
  }

  private static String document(List<CpuSet> groups, Map<Heatmap.Cell, StringBuilder> paths) {
    int side = groups.size() * CELL;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"8\">\n"
                + "<title>Bounds of the TSC offsets of every pair of CPUs</title>\n"
                + "<g transform=\"translate(%d %d)\">\n",
            Math.max(320, side + MARGIN + CELL),
            side + MARGIN + LEGEND,
            MARGIN,
            MARGIN));
    paths.forEach(
        (kind, path) ->
            svg.append(
                "<path fill=\"%s\"%s d=\"%s\"/>\n".formatted(kind.fill(), outline(kind), path)));
    int step = Math.max(1, groups.size() / 64);
    for (int index = 0; index < groups.size(); index += step) {
      int at = index * CELL + CELL * 3 / 4;
      svg.append(
          "<text x=\"-4\" y=\"%d\" text-anchor=\"end\">%s</text>".formatted(at, groups.get(index)));
      svg.append(
          "<text transform=\"translate(%d -4) rotate(-90)\">%s</text>\n"
              .formatted(at, groups.get(index)));
    }
    svg.append("</g>\n<g transform=\"translate(%d %d)\">".formatted(8, side + MARGIN + 18));
    int x = 0;
    for (Heatmap.Cell kind : Heatmap.Cell.values()) {
      if (!kind.meaning().isEmpty()) {
        svg.append(
            "<rect x=\"%d\" y=\"-8\" width=\"9\" height=\"9\" fill=\"%s\"/><text x=\"%d\">%s</text>"
                .formatted(x, kind.fill(), x + 12, kind.meaning()));
        x += 20 + 5 * kind.meaning().length();
      }
    }
    return svg.append("</g>\n</svg>\n").toString();
  }
}
