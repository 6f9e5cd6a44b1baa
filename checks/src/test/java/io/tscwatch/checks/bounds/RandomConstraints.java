package io.tscwatch.checks.bounds;

import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random set of constraints: mostly measured from true offsets, some of them false, some huge.
 */
record RandomConstraints(CpuSet cpus, List<OffsetConstraint> constraints) {

  static RandomConstraints draw(Random random) {
    int n = 2 + random.nextInt(9);
    CpuSet cpus = CpuSet.of(random.ints(0, 3000).distinct().limit(n).toArray());
    int[] numbers = cpus.toArray();
    int[] bits = {4, 12, 40, 61};
    long range = 1L << bits[random.nextInt(bits.length)];
    long width = random.nextInt(8) == 0 ? range : 1 + random.nextInt(60);
    long[] offset = random.longs(n, -range + 1, range).toArray();
    boolean lie = random.nextInt(4) > 0;
    List<OffsetConstraint> constraints = new ArrayList<>();
    int m = random.nextInt(n * n + 1);
    for (int e = 0; e < m; e++) {
      int i = random.nextInt(n);
      int j = random.nextInt(n);
      if (i != j) {
        long delay = random.nextLong(width);
        long upper = offset[j] - offset[i] + (lie && random.nextInt(m) < 4 ? -delay : delay);
        constraints.add(new OffsetConstraint(numbers[i], numbers[j], upper));
      }
    }
    return new RandomConstraints(cpus, constraints);
  }
}
