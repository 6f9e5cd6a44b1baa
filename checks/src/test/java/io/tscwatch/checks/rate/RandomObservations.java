package io.tscwatch.checks.rate;

import io.tscwatch.checks.bounds.OffsetBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A few random observations: small numbers with many ties, measured ones, and extreme ones. */
record RandomObservations(long origin, List<OffsetObservation> observations) {

  static RandomObservations draw(Random random) {
    long origin = random.nextLong();
    int[] bits = {3, 6, 20, 60};
    long span = 1L << bits[random.nextInt(bits.length)];
    int[] widths = {1, 3, 10, 61};
    long noise = 1L << widths[random.nextInt(widths.length)];
    int box = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0;
    int slope = random.nextInt(-3, 4);
    List<OffsetObservation> observations = new ArrayList<>();
    int n = 1 + random.nextInt(9);
    for (int k = 0; k < n; k++) {
      long u = random.nextLong(span);
      long v = random.nextBoolean() ? u : random.nextLong(span);
      long upper = slope * (u >> 4) + random.nextLong(noise) - noise / 8;
      long lower = slope * (v >> 4) - random.nextLong(noise) + noise / 8;
      observations.add(
          new OffsetObservation(
              origin + u - random.nextInt(box + 1),
              origin + u + random.nextInt(box + 1),
              clamped(upper),
              origin + v - random.nextInt(box + 1),
              origin + v + random.nextInt(box + 1),
              clamped(lower)));
    }
    return new RandomObservations(origin, observations);
  }

  private static long clamped(long cycles) {
    return Math.max(-OffsetBounds.LIMIT_CYCLES, Math.min(OffsetBounds.LIMIT_CYCLES, cycles));
  }
}
