package io.tscwatch.checks.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.schedule.SweepCoverage.PairCount;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Distance;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.topology.RecordedSysfs;
import io.tscwatch.checks.topology.Topology;
import io.tscwatch.checks.topology.TopologyReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SweepPlanTest {

  private static final PairSelection TREE = new PairSelection.Tree();
  private static final PairSelection AUTOMATIC = new PairSelection.Automatic();

  private static Topology flat(int cpus) {
    return RandomMachines.topology(MachineShape.of(1, 1, 1, cpus, 1));
  }

  @Test
  void twoCpusAreOnePairInOneRound() {
    SweepPlan plan = SweepPlan.of(flat(2), CpuSet.of(0, 1), AUTOMATIC);

    assertThat(plan.sweep(0).rounds()).containsExactly(new Round(List.of(CpuPair.of(0, 1))));
    assertThat(plan.coverage().sentence()).isEqualTo("1 of 1 pairs (same last-level cache 1 of 1)");
  }

  @Test
  void oneCpuOrNoneHasNoPairs() {
    assertThat(SweepPlan.of(flat(2), CpuSet.of(1), AUTOMATIC).sweep(0).rounds()).isEmpty();
    assertThat(SweepPlan.of(flat(2), CpuSet.empty(), TREE).coverage().total())
        .isEqualTo(new PairCount(0, 0));
  }

  @Test
  void fourCpusMeetInThreeRoundsOfTwoPairs() {
    SweepPlan plan = SweepPlan.of(flat(4), CpuSet.range(0, 3), AUTOMATIC);

    assertThat(plan.sweep(0).rounds().stream().map(Round::pairs))
        .containsExactly(
            List.of(CpuPair.of(0, 3), CpuPair.of(1, 2)),
            List.of(CpuPair.of(0, 1), CpuPair.of(2, 3)),
            List.of(CpuPair.of(0, 2), CpuPair.of(1, 3)));
  }

  @Test
  void automaticTakesAllPairsUpTo64CpusAndTheTreeBeyond() {
    assertThat(SweepPlan.of(flat(64), CpuSet.range(0, 63), AUTOMATIC).pairsPerSweep())
        .isEqualTo(2016);
    assertThat(SweepPlan.of(flat(65), CpuSet.range(0, 64), AUTOMATIC).pairsPerSweep())
        .isLessThan(65 * 64 / 4);
  }

  @Test
  void theTreeOfTwoSocketsIsOneRoundAcrossThemAndFewWithin() {
    Topology xeon = TopologyReader.read(RecordedSysfs.of("xeon-6226r-64"));

    SweepPlan plan = SweepPlan.of(xeon, xeon.cpus(), TREE);

    assertThat(plan.roundsPerSweep()).isEqualTo(1 + 15 + 1);
    assertThat(plan.coverage().maxHops()).hasValue(3);
    assertThat(plan.coverage().byDistance())
        .isEqualTo(
            Map.of(
                Distance.SIBLING, new PairCount(32, 32),
                Distance.LLC, new PairCount(480, 960),
                Distance.REMOTE, new PairCount(32, 1024)));
    assertThat(plan.coverage().sentence())
        .isEqualTo(
            "544 of 2016 pairs (same core 32 of 32, same last-level cache 480 of 960,"
                + " other package 32 of 1024)");
  }

  @Test
  void sixteenPackagesOf2048CpusTakeThirtyRoundsAndFourHops() {
    Topology large = RandomMachines.topology(MachineShape.of(16, 1, 8, 8, 2));

    SweepPlan plan = SweepPlan.of(large, large.cpus(), AUTOMATIC);

    assertThat(plan.roundsPerSweep()).isEqualTo(15 + 7 + 7 + 1);
    assertThat(plan.widestRound()).isEqualTo(1024);
    assertThat(plan.coverage().maxHops()).hasValue(4);
    assertThat(plan.coverage().unlinked()).isEqualTo(CpuSet.empty());
  }

  @Test
  void aWideLevelWithoutPartsIsDividedIntoLayers() {
    SweepPlan plan = SweepPlan.of(flat(2048), CpuSet.range(0, 2047), TREE);

    assertThat(plan.coverage().maxHops()).hasValue(3);
    assertThat(plan.roundsPerSweep()).isLessThan(45);
  }

  @Test
  void rotationChangesThePairsAcrossGroupsFromSweepToSweep() {
    Topology xeon = TopologyReader.read(RecordedSysfs.of("xeon-6226r-64"));
    SweepPlan plan = SweepPlan.of(xeon, xeon.cpus(), TREE);

    assertThat(plan.round(0, 0).pairs()).contains(CpuPair.of(0, 16));
    assertThat(plan.round(1, 0).pairs())
        .contains(CpuPair.of(0, 17))
        .doesNotContain(CpuPair.of(0, 16));
    assertThat(plan.coverage().sweepsForEveryPair()).isEqualTo(32);
  }

  @Test
  void cpusWithoutATopologyAreScheduledToo() {
    Topology nothing = new Topology(absent(), absent(), absent(), absent(), absent(), List.of());

    SweepPlan plan = SweepPlan.of(nothing, CpuSet.range(0, 99), TREE);

    assertThat(plan.coverage().unlinked()).isEqualTo(CpuSet.empty());
    assertThat(plan.coverage().byDistance()).containsOnlyKeys(Distance.UNKNOWN);
  }

  private static Reading<CpuSet> absent() {
    return Reading.absent("no sysfs");
  }

  @Test
  void listedPairsAreMeasuredAndWhatTheyDoNotLinkIsNamed() {
    SweepPlan plan = SweepPlan.of(flat(6), CpuSet.range(0, 5), PairSelection.parse("0-1,1-2,3-4"));

    assertThat(plan.sweep(0).rounds())
        .containsExactly(
            new Round(List.of(CpuPair.of(0, 1), CpuPair.of(3, 4))),
            new Round(List.of(CpuPair.of(1, 2))));
    assertThat(plan.coverage().unlinked()).isEqualTo(CpuSet.of(3, 4, 5));
    assertThat(plan.coverage().total()).isEqualTo(new PairCount(3, 15));
    assertThat(plan.coverage().maxHops()).isEmpty();
    assertThat(plan.coverage().sweepsForEveryPair()).isZero();
  }

  @Test
  void aListedPairOfACpuThatIsNotMeasuredIsAnErrorThatNamesIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SweepPlan.of(flat(4), CpuSet.range(0, 2), PairSelection.parse("0-1,2-3")))
        .withMessage("pair 2-3: CPU 3 is not among the CPUs measured (0-2)");
  }
}
