package io.tscwatch.checks.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Against Dijkstra without any shortcut, on machines large enough for the shortcuts to be taken.
 * That one is compared with exact arithmetic by {@link ClosureTest}.
 */
class AllPairsTest {

  /** A machine of packages: near CPUs have narrow bounds, some pairs are not measured. */
  private static OffsetMatrix machine(Random random) {
    int n = 20 + random.nextInt(130);
    int near = 1 + random.nextInt(20);
    double measured = random.nextDouble();
    // Offsets and widths of a few cycles make many sums equal; others need several digits to sort.
    int offsetBits = List.of(0, 4, 30, 58).get(random.nextInt(4));
    int widthBits = List.of(3, 8, 20, 58).get(random.nextInt(4));
    long[] offset = random.longs(n, 0, 1L << offsetBits).toArray();
    List<OffsetConstraint> constraints = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        boolean together = i / near == j / near;
        if (i != j && (together || random.nextDouble() < measured)) {
          long delay = (together ? 1 : 7) + random.nextLong(1L << widthBits);
          constraints.add(new OffsetConstraint(i, j, offset[j] - offset[i] + delay));
        }
      }
    }
    return OffsetMatrix.ofConstraints(CpuSet.range(0, n - 1), constraints);
  }

  @Test
  void theShortcutsChangeNoDistance() {
    Random random = new Random(20261122);
    int connected = 0;
    for (int round = 0; round < 200; round++) {
      OffsetMatrix matrix = machine(random);
      long[] potential = Potentials.of(matrix).cycles();
      long[][] upper = AllPairs.of(matrix, potential);
      ShortestPaths plain = new ShortestPaths(matrix, potential);
      boolean all = true;
      for (int i = 0; i < matrix.size(); i++) {
        plain.from(i);
        for (int j = 0; j < matrix.size(); j++) {
          if (upper[i][j] != plain.upper(j)) {
            assertThat(upper[i][j]).as("%s: %s to %s", matrix, i, j).isEqualTo(plain.upper(j));
          }
          all &= upper[i][j] != OffsetMatrix.INFINITE;
        }
      }
      connected += all ? 1 : 0;
    }
    assertThat(connected).isBetween(100, 199);
  }

  @Test
  void whatCannotBeReachedDoesNotHideWhatCan() {
    OffsetMatrix matrix =
        OffsetMatrix.ofConstraints(
            CpuSet.range(0, 3),
            List.of(
                new OffsetConstraint(0, 1, 5),
                new OffsetConstraint(1, 2, 70),
                new OffsetConstraint(0, 2, 90)));
    assertThat(AllPairs.of(matrix, Potentials.of(matrix).cycles())[0])
        .containsExactly(0, 5, 75, OffsetMatrix.INFINITE);
  }
}
