package io.tscwatch.checks.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.OneWay;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClosureTest {

  private static ExchangeResult exchange(int a, int b, long aToB, long bToA) {
    return new ExchangeResult(
        a,
        b,
        ExchangeOutcome.MEASURED,
        "",
        Optional.of(new OneWay(1_000_000, 1_000_000 + aToB, 5000)),
        Optional.of(new OneWay(2_000_000, 2_000_000 + bToA, 5000)),
        20,
        0,
        0,
        1,
        2,
        3);
  }

  private static Closure consistent(OffsetMatrix matrix) {
    return ((ClosureResult.Consistent) Closure.of(matrix)).closure();
  }

  private static ClosureResult.Inconsistent inconsistent(OffsetMatrix matrix) {
    return (ClosureResult.Inconsistent) Closure.of(matrix);
  }

  @Test
  void aSharperWayThroughAnotherCpuTightensTheBounds() {
    OffsetMatrix matrix =
        OffsetMatrix.ofExchanges(
            CpuSet.of(0, 4, 5),
            List.of(exchange(0, 5, 400, 300), exchange(0, 4, 60, 50), exchange(4, 5, 45, 70)));
    Closure closure = consistent(matrix);
    ReferenceBounds against0 = closure.against(0);

    assertThat(matrix.bounds(5, 0)).contains(new OffsetBounds(-300, 400));
    assertThat(against0.bounds(5)).contains(new OffsetBounds(-120, 105));
    assertThat(against0.upperPath(5)).containsExactly(0, 4, 5);
    assertThat(against0.lowerPath(5)).containsExactly(0, 4, 5);
    assertThat(closure.path(0, 5))
        .containsExactly(new OffsetConstraint(0, 4, 60), new OffsetConstraint(4, 5, 45));
    assertThat(closure.allPairs().bounds(0, 5)).contains(new OffsetBounds(-105, 120));
    assertThat(against0.offsets(cpu -> 1))
        .containsExactly(
            new CpuOffset(4, 0, new OffsetBounds(-50, 60), 5, 110, true),
            new CpuOffset(5, 0, new OffsetBounds(-120, 105), -8, 225, false));
  }

  @Test
  void aCoarseCounterLimitsTheResolution() {
    OffsetMatrix matrix = OffsetMatrix.ofExchanges(CpuSet.of(0, 1), List.of(exchange(0, 1, 5, 3)));
    assertThat(consistent(matrix).against(0).offsets(cpu -> cpu == 0 ? 26 : 1))
        .singleElement()
        .extracting(CpuOffset::resolutionCycles)
        .isEqualTo(26L);
  }

  @Test
  void severalExchangesOfOnePairIntersect() {
    OffsetMatrix matrix =
        OffsetMatrix.ofExchanges(
            CpuSet.of(2, 7),
            List.of(exchange(2, 7, 90, 40), exchange(7, 2, 35, 80), exchange(2, 7, 500, 500)));
    assertThat(matrix.constraintCount()).isEqualTo(2);
    assertThat(matrix.bounds(7, 2)).contains(new OffsetBounds(-35, 80));
  }

  @Test
  void aPairThatContradictsItselfIsNamedAlone() {
    ClosureResult.Inconsistent result =
        inconsistent(
            OffsetMatrix.ofExchanges(
                CpuSet.range(0, 3),
                List.of(
                    exchange(0, 1, 50, 50),
                    exchange(1, 2, 50, 50),
                    exchange(2, 3, 50, 50),
                    exchange(1, 3, -200, 120))));
    assertThat(result.cpus()).containsExactly(1, 3);
    assertThat(result.sumCycles()).isEqualTo(-80);
    assertThat(result.suspects()).isEqualTo(CpuSet.of(1, 3));
  }

  @Test
  void aCpuThatMovedBetweenItsExchangesIsTheOnlySuspect() {
    List<ExchangeResult> results = new ArrayList<>();
    for (int cpu = 0; cpu < 6; cpu++) {
      for (int other = cpu + 1; other < 6; other++) {
        // CPU 4 gained 1000 cycles on everybody between its first two exchanges and the others.
        long ahead = other == 4 && cpu >= 2 ? 1000 : cpu == 4 ? -1000 : 0;
        results.add(exchange(cpu, other, 50 + ahead, 50 - ahead));
      }
    }
    ClosureResult.Inconsistent result =
        inconsistent(OffsetMatrix.ofExchanges(CpuSet.range(0, 5), results));
    assertThat(result.cpus()).hasSize(3).contains(4);
    assertThat(result.sumCycles()).isEqualTo(-850);
    assertThat(result.suspects()).isEqualTo(CpuSet.of(4));
  }

  @Test
  void aLongContradictionIsShortenedToTheShortestThroughIt() {
    List<OffsetConstraint> constraints = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      constraints.add(new OffsetConstraint(i, (i + 1) % 20, -1));
    }
    constraints.add(new OffsetConstraint(4, 0, 3));
    ClosureResult.Inconsistent result =
        inconsistent(OffsetMatrix.ofConstraints(CpuSet.range(0, 19), constraints));
    assertThat(result.cpus()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    assertThat(result.sumCycles()).isEqualTo(-1);
  }

  @Test
  void cpusThatNothingConnectsHaveNoBounds() {
    OffsetMatrix matrix =
        OffsetMatrix.ofConstraints(
            CpuSet.range(0, 3),
            List.of(
                new OffsetConstraint(0, 1, 5),
                new OffsetConstraint(1, 0, 5),
                new OffsetConstraint(0, 2, 7)));
    ReferenceBounds against0 = consistent(matrix).against(0);
    assertThat(against0.unconnected()).isEqualTo(CpuSet.of(2, 3));
    assertThat(against0.bounds(2)).isEmpty();
    assertThat(against0.upperPath(2)).isEmpty();
    assertThat(consistent(matrix).allPairs().upperCycles(0, 2)).isEqualTo(7);
    assertThat(consistent(matrix).allPairs().upperCycles(2, 0)).isEqualTo(OffsetMatrix.INFINITE);
  }

  @Test
  void theShortestPathsAreThoseOfExactArithmeticInThousandsOfRandomGraphs() {
    Random random = new Random(20240517);
    int consistent = 0;
    for (int round = 0; round < 4000; round++) {
      RandomConstraints example = RandomConstraints.draw(random);
      OffsetMatrix matrix = OffsetMatrix.ofConstraints(example.cpus(), example.constraints());
      ExactClosure exact = ExactClosure.of(example.cpus(), example.constraints());
      ClosureResult result = Closure.of(matrix);
      if (result instanceof ClosureResult.Consistent found) {
        consistent++;
        assertThat(exact.contradictory()).isFalse();
        assertSame(found.closure(), exact, example);
      } else {
        assertThat(exact.contradictory()).isTrue();
        assertProof((ClosureResult.Inconsistent) result, matrix, exact);
      }
    }
    assertThat(consistent).isBetween(1000, 3500);
  }

  private static void assertSame(Closure closure, ExactClosure exact, RandomConstraints example) {
    ClosedMatrix closed = closure.allPairs();
    for (int i : example.cpus()) {
      ReferenceBounds against = closure.against(i);
      for (int j : example.cpus()) {
        assertThat(closed.upperCycles(i, j)).isEqualTo(exact.upper(i, j));
        assertThat(against.bounds(j)).isEqualTo(closed.bounds(j, i));
        long sum = closure.path(i, j).stream().mapToLong(OffsetConstraint::upperCycles).sum();
        if (i != j && closed.upperCycles(i, j) != OffsetMatrix.INFINITE) {
          assertThat(sum).isEqualTo(closed.upperCycles(i, j));
        }
      }
    }
  }

  private static void assertProof(
      ClosureResult.Inconsistent result, OffsetMatrix matrix, ExactClosure exact) {
    List<OffsetConstraint> cycle = result.cycle();
    assertThat(cycle).hasSizeGreaterThanOrEqualTo(2);
    assertThat(result.cpus()).doesNotHaveDuplicates();
    for (int k = 0; k < cycle.size(); k++) {
      OffsetConstraint here = cycle.get(k);
      assertThat(here.toCpu()).isEqualTo(cycle.get((k + 1) % cycle.size()).fromCpu());
      assertThat(here.upperCycles())
          .isIn(matrix.upperCycles(here.fromCpu(), here.toCpu()), OffsetBounds.LIMIT_CYCLES);
    }
    assertThat(ExactClosure.sum(cycle).signum()).isNegative();
    assertThat(result.sumCycles()).isNegative();
    for (int suspect : result.suspects()) {
      assertThat(exact.without(suspect).contradictory()).isFalse();
    }
  }

  @Test
  void aConstraintOnAnUnknownCpuIsRefused() {
    assertThatThrownBy(
            () ->
                OffsetMatrix.ofConstraints(CpuSet.of(0, 1), List.of(new OffsetConstraint(0, 9, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0-1");
  }
}
