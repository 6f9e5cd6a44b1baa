package io.tscwatch.bench.plot;

import java.util.List;
import java.util.Locale;

/** Draws a {@link Chart}. */
public final class SvgChart {

  private static final int WIDTH = 800;
  private static final int LEFT = 72;
  private static final int RIGHT = WIDTH - 24;
  private static final int TOP = 44;
  private static final int BOTTOM = 360;
  private static final int LEGEND_TOP = BOTTOM + 62;
  private static final int LEGEND_ROW = 20;
  private static final int LEGEND_COLUMN = (RIGHT - LEFT) / 2;

  private static final List<Style> STYLES = List.of(Style.values());

  private final Chart chart;
  private final Scale x;
  private final Scale y;
  private final StringBuilder svg = new StringBuilder(16_384);

  private SvgChart(Chart chart) {
    this.chart = chart;
    this.x =
        Scale.of(
            chart.x(),
            chart.series().stream().flatMap(s -> s.points().stream()).mapToDouble(Point::x),
            LEFT,
            RIGHT);
    this.y =
        Scale.of(
            chart.y(),
            chart.series().stream()
                .flatMap(s -> s.points().stream())
                .flatMapToDouble(p -> java.util.stream.DoubleStream.of(p.low(), p.y(), p.high())),
            BOTTOM,
            TOP);
  }

  /** The whole document. */
  public static String draw(Chart chart) {
    return new SvgChart(chart).document();
  }

  private String document() {
    int rows = (chart.series().size() + 1) / 2;
    int height = LEGEND_TOP + rows * LEGEND_ROW + 4;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " aria-labelledby=\"title description\">%n",
        WIDTH, height);
    add("<title id=\"title\">%s</title>%n", escape(chart.title()));
    add("<desc id=\"description\">%s</desc>%n", escape(chart.description()));
    styleSheet();
    add("<rect class=\"paper\" width=\"%d\" height=\"%d\"/>%n", WIDTH, height);
    add("<text class=\"head\" x=\"%d\" y=\"24\">%s</text>%n", LEFT, escape(chart.title()));
    axes();
    chart.level().ifPresent(this::level);
    for (int i = 0; i < chart.series().size(); i++) {
      series(chart.series().get(i), STYLES.get(i));
    }
    legend();
    svg.append("</svg>\n");
    return svg.toString();
  }

  private void styleSheet() {
    svg.append("<style>\n");
    svg.append(
        "text{font:13px system-ui,sans-serif;fill:#333}.head{font-size:15px;font-weight:600}\n");
    svg.append(".paper{fill:#fff}.grid{stroke:#ddd}.axis{stroke:#666}.level{stroke:#666}\n");
    svg.append("path,line{fill:none}\n");
    for (Style style : Style.values()) {
      add(".%s{stroke:%s}%n", style.name().toLowerCase(Locale.ROOT), style.onLight());
    }
    svg.append("@media (prefers-color-scheme:dark){text{fill:#ddd}.paper{fill:#161b22}\n");
    svg.append(".grid{stroke:#30363d}.axis,.level{stroke:#9aa4af}\n");
    for (Style style : Style.values()) {
      add(".%s{stroke:%s}%n", style.name().toLowerCase(Locale.ROOT), style.onDark());
    }
    svg.append("}\n</style>\n");
  }

  private void axes() {
    for (double tick : x.ticks()) {
      double at = x.at(tick);
      add(
          "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
          at, TOP, at, BOTTOM);
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
          at, BOTTOM + 18, Scale.label(tick));
    }
    for (double tick : y.ticks()) {
      double at = y.at(tick);
      add(
          "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>%n",
          LEFT, at, RIGHT, at);
      add(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
          LEFT - 8, at + 4, Scale.label(tick));
    }
    add("<path class=\"axis\" d=\"M%d %dV%dH%d\"/>%n", LEFT, TOP, BOTTOM, RIGHT);
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
        (LEFT + RIGHT) / 2, BOTTOM + 40, escape(chart.x().label()));
    add(
        "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
        (TOP + BOTTOM) / 2, escape(chart.y().label()));
  }

  private void level(Chart.Level level) {
    double at = y.at(level.y());
    add(
        "<line class=\"level\" stroke-dasharray=\"2 4\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\""
            + " y2=\"%.1f\"/>%n",
        LEFT, at, RIGHT, at);
    add(
        "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
        RIGHT - 4, at - 5, escape(level.name()));
  }

  private void series(Series series, Style style) {
    String name = style.name().toLowerCase(Locale.ROOT);
    List<Point> points = series.points().stream().filter(this::drawable).toList();
    if (points.isEmpty()) {
      return;
    }
    StringBuilder line = new StringBuilder();
    StringBuilder bars = new StringBuilder();
    for (Point point : points) {
      double px = x.at(point.x());
      line.append(line.isEmpty() ? 'M' : 'L').append(pair(px, y.at(point.y())));
      if (point.low() < point.high()) {
        bars.append('M').append(pair(px, y.at(point.low())));
        bars.append('V').append(one(y.at(point.high())));
      }
    }
    add("<path class=\"%s\" stroke-width=\"1.8\"%s d=\"%s\"/>%n", name, dashes(style), line);
    if (!bars.isEmpty()) {
      add("<path class=\"%s\" stroke-width=\"1\" opacity=\"0.55\" d=\"%s\"/>%n", name, bars);
    }
    for (Point point : points) {
      marker(style, x.at(point.x()), y.at(point.y()));
    }
  }

  private boolean drawable(Point point) {
    return Double.isFinite(point.x())
        && Double.isFinite(point.y())
        && (!chart.x().logarithmic() || point.x() > 0)
        && (!chart.y().logarithmic() || point.y() > 0);
  }

  private void legend() {
    for (int i = 0; i < chart.series().size(); i++) {
      Style style = STYLES.get(i);
      int left = LEFT + i % 2 * LEGEND_COLUMN;
      int top = LEGEND_TOP + i / 2 * LEGEND_ROW;
      add(
          "<line class=\"%s\" stroke-width=\"1.8\"%s x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n",
          style.name().toLowerCase(Locale.ROOT), dashes(style), left, top, left + 34, top);
      marker(style, left + 17, top);
      add(
          "<text x=\"%d\" y=\"%d\">%s</text>%n",
          left + 42, top + 4, escape(chart.series().get(i).name()));
    }
  }

  private void marker(Style style, double atX, double atY) {
    add(
        "<path class=\"%s\" stroke-width=\"1.6\" transform=\"translate(%s)\" d=\"%s\"/>%n",
        style.name().toLowerCase(Locale.ROOT), pair(atX, atY), style.marker());
  }

  private static String dashes(Style style) {
    return style.dashes().isEmpty() ? "" : " stroke-dasharray=\"" + style.dashes() + "\"";
  }

  private static String pair(double first, double second) {
    return one(first) + " " + one(second);
  }

  private static String one(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
