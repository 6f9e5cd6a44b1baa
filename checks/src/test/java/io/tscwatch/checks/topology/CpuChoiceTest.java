package io.tscwatch.checks.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.read.TextFileTree;
import io.tscwatch.checks.topology.CpuChoice.Reason;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CpuChoiceTest {

  private static final Topology EIGHT =
      TopologyReader.read(
          TextFileTree.of(
              SysfsText.of(
                  MachineShape.of(1, 1, 1, 8, 1)
                      .withOffline(CpuSet.of(7))
                      .withIsolated(CpuSet.of(4, 5))
                      .withNohzFull(CpuSet.of(5, 6)))));
  private static final Reading<CpuSet> ALL = Reading.present(CpuSet.range(0, 7));

  @Test
  void isolatedAndTicklessCpusAreSparedAndNamed() {
    CpuChoice choice = CpuChoice.of(EIGHT, ALL, Optional.empty(), CpuSet.of(1), true);

    assertThat(choice.measured()).isEqualTo(CpuSet.of(0, 2, 3));
    assertThat(choice.leftOut())
        .containsExactly(
            Map.entry(Reason.OFFLINE, CpuSet.of(7)),
            Map.entry(Reason.NOT_SELECTED, CpuSet.of(1)),
            Map.entry(Reason.ISOLATED, CpuSet.of(4, 5)),
            Map.entry(Reason.NOHZ_FULL, CpuSet.of(6)));
  }

  @Test
  void anIsolatedCpuThatIsAskedForByNumberIsMeasured() {
    CpuChoice choice =
        CpuChoice.of(EIGHT, ALL, Optional.of(CpuSet.of(0, 4, 7)), CpuSet.empty(), true);

    assertThat(choice.measured()).isEqualTo(CpuSet.of(0, 4));
    assertThat(choice.leftOut(Reason.OFFLINE)).isEqualTo(CpuSet.of(7));
  }

  @Test
  void anAffinityOfOneCpuLeavesOneCpu() {
    CpuChoice choice =
        CpuChoice.of(EIGHT, Reading.present(CpuSet.of(0)), Optional.empty(), CpuSet.empty(), false);

    assertThat(choice.measured()).isEqualTo(CpuSet.of(0));
    assertThat(choice.leftOut(Reason.NOT_ALLOWED)).isEqualTo(CpuSet.range(1, 6));
  }

  @Test
  void anUnreadableAffinityForbidsNothing() {
    CpuChoice choice =
        CpuChoice.of(EIGHT, Reading.failed("EINVAL"), Optional.empty(), CpuSet.empty(), false);

    assertThat(choice.measured()).isEqualTo(CpuSet.range(0, 6));
  }

  @Test
  void withoutSysfsTheAffinityIsTheMachine() {
    Topology nothing = TopologyReader.read(TextFileTree.of(Map.of()));

    assertThat(CpuChoice.of(nothing, ALL, Optional.empty(), CpuSet.empty(), true).measured())
        .isEqualTo(CpuSet.range(0, 7));
  }

  @Test
  void cpusThatTheMachineDoesNotHaveAreAnErrorThatNamesThem() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> CpuChoice.of(EIGHT, ALL, Optional.of(CpuSet.of(0, 99)), CpuSet.empty(), true))
        .withMessage("this machine has no CPU 99 (its CPUs are 0-7)");
  }
}
