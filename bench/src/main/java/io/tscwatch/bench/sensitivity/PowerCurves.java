package io.tscwatch.bench.sensitivity;

import io.tscwatch.bench.laboratory.Method;
import io.tscwatch.bench.statistics.Crossing;
import io.tscwatch.bench.statistics.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * What share of runs proved each planted offset.
 *
 * @param cells one for each method, time and offset
 */
public record PowerCurves(List<Cell> cells) {

  /** The share of runs that has to find an offset for it to count as found. */
  static final double FOUND = 0.95;

  private static final int RESAMPLES = 400;

  public PowerCurves {
    cells = List.copyOf(cells);
  }

  /**
   * Runs of one kind.
   *
   * @param method how the counters were compared
   * @param nanos how long a run was
   * @param offsetCycles what was planted on CPU B
   * @param proven runs that proved a fault
   * @param runs runs that measured
   */
  public record Cell(Method method, long nanos, long offsetCycles, int proven, int runs) {
    Share share() {
      return new Share(proven, runs);
    }
  }

  /**
   * An offset with what chance makes of it.
   *
   * @param cycles the offset found in 95 % of runs; NaN if none of those planted is
   * @param low the 5th percentile of what other runs of the same probabilities would give
   * @param high the 95th
   */
  public record Found(double cycles, double low, double high) {}

  /** The points of one direction, by the size of the offset, in ascending order. */
  List<Crossing.Point> curve(Method method, long nanos, int sign) {
    return cells.stream()
        .filter(c -> c.method() == method && c.nanos() == nanos)
        .filter(c -> Long.signum(c.offsetCycles()) == sign)
        .sorted(Comparator.comparingLong(c -> Math.abs(c.offsetCycles())))
        .map(c -> new Crossing.Point(Math.abs(c.offsetCycles()), c.share()))
        .toList();
  }

  /** Both directions pooled, for a plot. */
  List<Crossing.Point> curve(Method method, long nanos) {
    List<Crossing.Point> up = curve(method, nanos, 1);
    List<Crossing.Point> down = curve(method, nanos, -1);
    List<Crossing.Point> both = new ArrayList<>();
    for (int i = 0; i < Math.min(up.size(), down.size()); i++) {
      Share a = up.get(i).share();
      Share b = down.get(i).share();
      both.add(
          new Crossing.Point(
              up.get(i).size(), new Share(a.hits() + b.hits(), a.runs() + b.runs())));
    }
    return both;
  }

  /** The offset found in 95 % of runs in the direction in which it is harder to find. */
  public Found found(Method method, long nanos, long seed) {
    List<Crossing.Point> up = curve(method, nanos, 1);
    List<Crossing.Point> down = curve(method, nanos, -1);
    SplittableRandom random = new SplittableRandom(seed);
    double[] others = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      others[i] = worse(again(up, random), again(down, random));
    }
    Arrays.sort(others);
    return new Found(
        worse(up, down), others[RESAMPLES / 20], others[RESAMPLES - 1 - RESAMPLES / 20]);
  }

  private static double worse(List<Crossing.Point> up, List<Crossing.Point> down) {
    OptionalDouble a = Crossing.of(up, FOUND);
    OptionalDouble b = Crossing.of(down, FOUND);
    return a.isEmpty() || b.isEmpty() ? Double.NaN : Math.max(a.getAsDouble(), b.getAsDouble());
  }

  /** As many runs once more, each with the probability that was seen (parametric bootstrap). */
  private static List<Crossing.Point> again(List<Crossing.Point> curve, SplittableRandom random) {
    List<Crossing.Point> drawn = new ArrayList<>(curve.size());
    for (Crossing.Point point : curve) {
      int hits = 0;
      for (int i = 0; i < point.share().runs(); i++) {
        hits += random.nextDouble() < point.share().value() ? 1 : 0;
      }
      drawn.add(new Crossing.Point(point.size(), new Share(hits, point.share().runs())));
    }
    return drawn;
  }
}
