package io.tscwatch.checks.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AgreementGroupsTest {

  /** Every pair measured to {@code ±halfWidth} around the given offsets. */
  private static ClosedMatrix measured(long halfWidth, long... offsets) {
    List<OffsetConstraint> constraints = new ArrayList<>();
    for (int i = 0; i < offsets.length; i++) {
      for (int j = 0; j < offsets.length; j++) {
        if (i != j) {
          constraints.add(new OffsetConstraint(i, j, offsets[j] - offsets[i] + halfWidth));
        }
      }
    }
    return closed(offsets.length, constraints);
  }

  private static ClosedMatrix closed(int n, List<OffsetConstraint> constraints) {
    OffsetMatrix matrix = OffsetMatrix.ofConstraints(CpuSet.range(0, n - 1), constraints);
    return ((ClosureResult.Consistent) Closure.of(matrix)).closure().allPairs();
  }

  private static List<CpuSet> groups(ClosedMatrix matrix, int reference, long tolerated) {
    return AgreementGroups.of(matrix, reference, tolerated).groups();
  }

  @Test
  void oneCpuFarAheadOfThreeEqualOnesIsTheOutlier() {
    ClosedMatrix matrix = measured(0, 10, 10, 10, 1000);
    assertThat(groups(matrix, 0, 1)).containsExactly(CpuSet.of(0, 1, 2), CpuSet.of(3));
  }

  @Test
  void aStaircaseIsCutAtTheToleranceAndTheReferenceWinsTies() {
    ClosedMatrix matrix = measured(0, 10, 20, 30, 40, 50);
    assertThat(groups(matrix, 0, 20)).containsExactly(CpuSet.of(0, 1, 2), CpuSet.of(3, 4));
    assertThat(groups(matrix, 4, 20)).containsExactly(CpuSet.of(2, 3, 4), CpuSet.of(0, 1));
    assertThat(AgreementGroups.of(matrix, 0, 19).outliers()).isEqualTo(CpuSet.of(2, 3, 4));
    assertThat(groups(matrix, 2, 0)).hasSize(5).first().isEqualTo(CpuSet.of(2));
    assertThat(groups(matrix, 2, 40)).containsExactly(CpuSet.range(0, 4));
  }

  @Test
  void aReferenceThatIsTheOddOneOutIsNamed() {
    ClosedMatrix matrix = measured(60, -1_606_000, 0, 0, 0, 0, 0, 0, 0);
    AgreementGroups groups = AgreementGroups.of(matrix, 0, 0);
    assertThat(groups.main()).isEqualTo(CpuSet.range(1, 7));
    assertThat(groups.outliers()).isEqualTo(CpuSet.of(0));
  }

  @Test
  void oneSocketBehindMakesTwoGroupsAndTheOneOfTheReferenceIsFirst() {
    ClosedMatrix matrix = measured(60, 0, 0, 0, 0, -500, -500, -500, -500);
    assertThat(groups(matrix, 0, 0)).containsExactly(CpuSet.range(0, 3), CpuSet.range(4, 7));
    assertThat(groups(matrix, 5, 0)).containsExactly(CpuSet.range(4, 7), CpuSet.range(0, 3));
    assertThat(groups(matrix, 0, 440)).containsExactly(CpuSet.range(0, 7));
    assertThat(groups(matrix, 0, 439)).hasSize(2);
  }

  @Test
  void cpusInSyncAreOneGroupAndUnanimous() {
    assertThat(AgreementGroups.of(measured(60, 10, -20, 0, 30), 1, 0).unanimous()).isTrue();
  }

  @Test
  void cpusOfWhichNothingIsKnownDoNotDiffer() {
    assertThat(AgreementGroups.of(closed(3, List.of()), 0, 0).unanimous()).isTrue();
  }

  @Test
  void imprecisePairsDoNotDragTheMajorityAway() {
    // 0-4 are precise, 5-9 are not; 10 is behind and 11 ahead, provably against precise CPUs only.
    List<OffsetConstraint> constraints = new ArrayList<>();
    long[] offsets = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -100, 100};
    for (int i = 0; i < 12; i++) {
      for (int j = 0; j < 12; j++) {
        boolean precise = (i < 5 || i > 9) && (j < 5 || j > 9);
        if (i != j) {
          constraints.add(
              new OffsetConstraint(i, j, offsets[j] - offsets[i] + (precise ? 40 : 500)));
        }
      }
    }
    assertThat(groups(closed(12, constraints), 10, 0))
        .containsExactly(CpuSet.range(0, 9), CpuSet.of(10), CpuSet.of(11));
  }

  @Test
  void theGroupsAreTheLargestOnesInThousandsOfRandomMachines() {
    Random random = new Random(7);
    for (int round = 0; round < 3000; round++) {
      RandomConstraints example = RandomConstraints.draw(random);
      OffsetMatrix matrix = OffsetMatrix.ofConstraints(example.cpus(), example.constraints());
      if (Closure.of(matrix) instanceof ClosureResult.Consistent consistent) {
        int[] cpus = example.cpus().toArray();
        long tolerated = random.nextInt(3) * 10L;
        assertLargest(
            consistent.closure().allPairs(), cpus[random.nextInt(cpus.length)], tolerated);
      }
    }
  }

  private static void assertLargest(ClosedMatrix matrix, int reference, long tolerated) {
    List<CpuSet> groups = groups(matrix, reference, tolerated);
    CpuSet left = matrix.cpus();
    for (CpuSet group : groups) {
      assertThat(left.containsAll(group)).isTrue();
      assertThat(agree(matrix, group.toArray(), tolerated)).isTrue();
      int largest = 0;
      boolean possibleWithReference = false;
      int[] rest = left.toArray();
      for (int mask = 1; mask < 1 << rest.length; mask++) {
        int chosen = mask;
        int[] subset =
            java.util.stream.IntStream.range(0, rest.length)
                .filter(k -> (chosen & 1 << k) != 0)
                .map(k -> rest[k])
                .toArray();
        if (subset.length >= largest && agree(matrix, subset, tolerated)) {
          boolean holds = Arrays.stream(subset).anyMatch(cpu -> cpu == reference);
          possibleWithReference = holds || (subset.length == largest && possibleWithReference);
          largest = subset.length;
        }
      }
      assertThat(group.size()).isEqualTo(largest);
      assertThat(group.contains(reference)).isEqualTo(possibleWithReference);
      left = left.minus(group);
    }
    assertThat(left.isEmpty()).isTrue();
  }

  private static boolean agree(ClosedMatrix matrix, int[] cpus, long tolerated) {
    for (int i : cpus) {
      for (int j : cpus) {
        if (matrix.upperCycles(i, j) < -tolerated) {
          return false;
        }
      }
    }
    return true;
  }
}
