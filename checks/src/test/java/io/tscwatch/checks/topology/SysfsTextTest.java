package io.tscwatch.checks.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.read.TextFileTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SysfsTextTest {

  private static Topology read(MachineShape shape) {
    return TopologyReader.read(TextFileTree.of(SysfsText.of(shape)));
  }

  @ParameterizedTest
  @EnumSource(CpuNumbering.class)
  void whatIsGeneratedIsReadBackAtTheSameDistances(CpuNumbering numbering) {
    MachineShape shape =
        MachineShape.of(2, 2, 2, 3, 2).withNodesPerPackage(4).withNumbering(numbering);

    Topology topology = read(shape);

    assertThat(topology.cpus()).isEqualTo(CpuSet.range(0, 47));
    assertThat(topology.groups(Level.NODE)).hasSize(8);
    for (int a = 0; a < 48; a++) {
      for (int b = a + 1; b < 48; b++) {
        assertThat(topology.distance(a, b))
            .as("%d-%d", a, b)
            .isEqualTo(shape.place(a).distanceTo(shape.place(b)));
      }
    }
  }

  @Test
  void interleavedPackagesHoldEvenAndOddCpus() {
    MachineShape shape =
        MachineShape.of(2, 1, 1, 4, 2).withNumbering(CpuNumbering.PACKAGES_INTERLEAVED);

    assertThat(read(shape).groups(Level.PACKAGE).get(1))
        .isEqualTo(CpuSet.parse("1,3,5,7,9,11,13,15"));
    assertThat(read(shape).distance(1, 9)).isEqualTo(Distance.SIBLING);
  }

  @Test
  void eightNodesWithMoreThan1024CpusAreReadInFull() {
    MachineShape shape =
        MachineShape.of(8, 1, 4, 18, 2).withOffline(CpuSet.parse("5,581,1100-1103"));

    Topology topology = read(shape);

    assertThat(topology.cpus()).hasSize(1152 - 6).contains(1151).doesNotContain(1100);
    assertThat(topology.groups(Level.NODE)).hasSize(8);
    assertThat(topology.groups(Level.LLC)).hasSize(32);
    assertThat(topology.distance(0, 576)).isEqualTo(Distance.SIBLING);
    assertThat(topology.distance(0, 1151)).isEqualTo(Distance.REMOTE);
  }

  @Test
  void offlineCpusVanishFromTheListsOfTheirSiblings() {
    Topology topology = read(MachineShape.of(1, 1, 1, 2, 2).withOffline(CpuSet.of(2)));

    assertThat(topology.offline()).isEqualTo(CpuSet.of(2));
    assertThat(topology.groups(Level.CORE)).containsEntry(0, CpuSet.of(0));
  }

  @Test
  void isolationIsWrittenAndReadBack() {
    Topology topology =
        read(
            MachineShape.of(1, 1, 1, 4, 1)
                .withIsolated(CpuSet.of(2, 3))
                .withNohzFull(CpuSet.of(3)));

    assertThat(topology.isolated()).isEqualTo(Reading.present(CpuSet.of(2, 3)));
    assertThat(topology.nohzFull()).isEqualTo(Reading.present(CpuSet.of(3)));
  }

  @Test
  void aShapeThatNoMachineHasIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> MachineShape.of(0, 1, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> MachineShape.of(256, 1, 4, 64, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MachineShape.of(1, 1, 4, 2, 1).withNodesPerPackage(3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MachineShape.of(1, 1, 1, 2, 1).withOffline(CpuSet.of(0, 1)))
        .withMessage("no CPU is online");
  }
}
