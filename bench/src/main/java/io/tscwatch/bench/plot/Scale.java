package io.tscwatch.bench.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Values of one axis on a stretch of the drawing.
 *
 * @param logarithmic decades of equal length
 * @param low value at the begin
 * @param high value at the end, above {@code low}
 * @param begin where the stretch begins
 * @param end where it ends
 */
record Scale(boolean logarithmic, double low, double high, double begin, double end) {

  private static final int WANTED_TICKS = 6;

  /** The scale of an axis for the values that it has to show. */
  static Scale of(Axis axis, DoubleStream values, double begin, double end) {
    double[] shown =
        values.filter(v -> Double.isFinite(v) && (!axis.logarithmic() || v > 0)).sorted().toArray();
    double least = shown.length == 0 ? 1 : shown[0];
    double most = shown.length == 0 ? 2 : shown[shown.length - 1];
    double low = axis.minimum().orElse(axis.logarithmic() ? least / 1.1 : Math.min(0, least));
    double high = axis.maximum().orElse(axis.logarithmic() ? most * 1.1 : most * 1.05);
    return new Scale(axis.logarithmic(), low, high > low ? high : low + 1, begin, end);
  }

  /** Where a value lies; outside of the axis at its nearest end. */
  double at(double value) {
    double inside = Math.min(high, Math.max(low, value));
    double part =
        logarithmic ? Math.log(inside / low) / Math.log(high / low) : (inside - low) / (high - low);
    return begin + part * (end - begin);
  }

  /** Round values to be marked on the axis. */
  List<Double> ticks() {
    return logarithmic ? decades() : steps();
  }

  private List<Double> decades() {
    boolean few = Math.log10(high / low) < 3;
    List<Double> ticks = new ArrayList<>();
    for (int exponent = (int) Math.floor(Math.log10(low));
        Math.pow(10, exponent) <= high;
        exponent++) {
      for (int digit : few ? new int[] {1, 2, 5} : new int[] {1}) {
        double tick = digit * Math.pow(10, exponent);
        if (tick >= low * 0.999 && tick <= high * 1.001) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  private List<Double> steps() {
    double rough = (high - low) / WANTED_TICKS;
    double decade = Math.pow(10, Math.floor(Math.log10(rough)));
    double part = rough / decade;
    double step = decade * (part > 5 ? 10 : part > 2 ? 5 : part > 1 ? 2 : 1);
    List<Double> ticks = new ArrayList<>();
    for (double tick = Math.ceil(low / step) * step; tick <= high + step * 1e-6; tick += step) {
      ticks.add(Math.abs(tick) < step * 1e-6 ? 0 : tick);
    }
    return ticks;
  }

  /** A value in few characters: 0.05, 1, 200, 10k, 3M. */
  static String label(double value) {
    double size = Math.abs(value);
    if (size >= 1e6) {
      return plain(value / 1e6) + "M";
    }
    return size >= 1e4 ? plain(value / 1e3) + "k" : plain(value);
  }

  private static String plain(double value) {
    double size = Math.abs(value);
    if (size != 0 && size < 1e-3) {
      return String.format(Locale.ROOT, "%.0e", value);
    }
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
