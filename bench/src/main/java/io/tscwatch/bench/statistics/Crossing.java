package io.tscwatch.bench.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Where a share that grows with some size reaches a level. */
public final class Crossing {

  private Crossing() {}

  /**
   * A share of runs at one size.
   *
   * @param size such as an offset in cycles
   * @param share of runs that found it
   */
  public record Point(double size, Share share) {}

  /**
   * The size at which the share reaches the level, by linear interpolation between the points
   * around it. The share is made to grow first, by pooling neighbours that do not (isotonic
   * regression by pool-adjacent-violators): a share of 40 runs jumps up and down, what is behind it
   * does not.
   *
   * @param points in ascending order of size
   * @param level between 0 and 1
   * @return empty if no point reaches the level
   */
  public static OptionalDouble of(List<Point> points, double level) {
    double[] grown = isotonic(points);
    for (int i = 0; i < grown.length; i++) {
      if (grown[i] < level) {
        continue;
      }
      if (i == 0 || grown[i] - grown[i - 1] <= 0) {
        return OptionalDouble.of(points.get(i).size());
      }
      double part = (level - grown[i - 1]) / (grown[i] - grown[i - 1]);
      double from = points.get(i - 1).size();
      return OptionalDouble.of(from + part * (points.get(i).size() - from));
    }
    return OptionalDouble.empty();
  }

  /** Neighbouring points that are taken together. */
  private record Pool(int hits, int runs, int points) {
    double value() {
      return runs == 0 ? 0 : (double) hits / runs;
    }

    Pool with(Pool other) {
      return new Pool(hits + other.hits, runs + other.runs, points + other.points);
    }
  }

  private static double[] isotonic(List<Point> points) {
    List<Pool> pools = new ArrayList<>();
    for (Point point : points) {
      Pool next = new Pool(point.share().hits(), point.share().runs(), 1);
      while (!pools.isEmpty() && pools.get(pools.size() - 1).value() > next.value()) {
        next = pools.remove(pools.size() - 1).with(next);
      }
      pools.add(next);
    }
    double[] values = new double[points.size()];
    int at = 0;
    for (Pool pool : pools) {
      for (int i = 0; i < pool.points(); i++) {
        values[at++] = pool.value();
      }
    }
    return values;
  }
}
