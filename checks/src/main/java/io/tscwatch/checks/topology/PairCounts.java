package io.tscwatch.checks.topology;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Counts pairs by distance. The same rule as {@link CpuPlace#distanceTo}, on plain arrays: 2048
 * CPUs make two million pairs, and their groups need not be nested, so each pair is looked at.
 */
final class PairCounts {

  private PairCounts() {}

  static Map<Distance, Long> byDistance(List<CpuPlace> places) {
    int sharing = Distance.SHARING.size();
    int[][] groups = new int[sharing][];
    for (int i = 0; i < sharing; i++) {
      Level level = Distance.SHARING.get(i).shared().orElseThrow();
      // A negative number of its own for each CPU whose group is unknown: it shares with nobody.
      groups[i] = places.stream().mapToInt(p -> p.group(level).orElse(-1 - p.cpu())).toArray();
    }
    int[] packages = groups[Distance.SHARING.indexOf(Distance.PACKAGE)];
    long[] shared = new long[sharing];
    long remote = 0;
    long unknown = 0;
    for (int a = 0; a < places.size(); a++) {
      for (int b = a + 1; b < places.size(); b++) {
        int nearest = nearest(groups, a, b);
        if (nearest < sharing) {
          shared[nearest]++;
        } else if (packages[a] >= 0 && packages[b] >= 0) {
          remote++;
        } else {
          unknown++;
        }
      }
    }
    Map<Distance, Long> counts = new EnumMap<>(Distance.class);
    for (int i = 0; i < sharing; i++) {
      counts.put(Distance.SHARING.get(i), shared[i]);
    }
    counts.put(Distance.REMOTE, remote);
    counts.put(Distance.UNKNOWN, unknown);
    counts.values().removeIf(pairs -> pairs == 0);
    return counts;
  }

  private static int nearest(int[][] groups, int a, int b) {
    int nearest = 0;
    while (nearest < groups.length && groups[nearest][a] != groups[nearest][b]) {
      nearest++;
    }
    return nearest;
  }
}
