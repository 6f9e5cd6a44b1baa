package io.tscwatch.checks.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.read.Reading;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedMachinesTest {

  @Test
  void aGuestOfTwoCpusSharesTheLastLevelCacheButNoCore() {
    Topology guest = TopologyReader.read(RecordedSysfs.of("epyc-guest-2"));

    assertThat(guest.cpus()).isEqualTo(CpuSet.parse("0-1"));
    assertThat(guest.distance(0, 1)).isEqualTo(Distance.LLC);
    assertThat(guest.place(1))
        .isEqualTo(
            new CpuPlace(
                1,
                OptionalInt.of(0),
                OptionalInt.of(0),
                OptionalInt.empty(),
                OptionalInt.of(0),
                OptionalInt.of(1),
                OptionalInt.of(0),
                CoreKind.UNSTATED));
    assertThat(guest.isolated()).isEqualTo(Reading.present(CpuSet.empty()));
    assertThat(guest.nohzFull()).isInstanceOf(Reading.Absent.class);
  }

  @Test
  void aClusterIdOf65535MeansThatTheClusterIsUnknown() {
    Topology guest = TopologyReader.read(RecordedSysfs.of("epyc-guest-2"));

    assertThat(guest.unknown(Level.CLUSTER)).isEqualTo(CpuSet.parse("0-1"));
  }

  @Test
  void twoSocketsOf64ThreadsPairEachCpuWithTheOne32Later() {
    Topology xeon = TopologyReader.read(RecordedSysfs.of("xeon-6226r-64"));

    assertThat(xeon.groups(Level.PACKAGE).values())
        .containsExactly(CpuSet.parse("0-15,32-47"), CpuSet.parse("16-31,48-63"));
    assertThat(xeon.groups(Level.CORE)).hasSize(32).containsEntry(17, CpuSet.of(17, 49));
    assertThat(xeon.distance(0, 32)).isEqualTo(Distance.SIBLING);
    assertThat(xeon.distance(0, 47)).isEqualTo(Distance.LLC);
    assertThat(xeon.distance(0, 16)).isEqualTo(Distance.REMOTE);
  }

  @Test
  void coreIdsThatRepeatInTheSecondPackageAreDifferentCores() {
    Topology epyc = TopologyReader.read(RecordedSysfs.of("epyc-7451-96"));

    assertThat(epyc.groups(Level.CORE)).hasSize(48).containsEntry(24, CpuSet.of(24, 72));
    assertThat(epyc.groups(Level.LLC)).hasSize(16).containsEntry(1, CpuSet.parse("3-5,51-53"));
    assertThat(epyc.groups(Level.NODE)).hasSize(8).containsEntry(7, CpuSet.parse("42-47,90-95"));
  }

  @Test
  void aKernelWithoutDieIdLeavesTheDieUnknown() {
    Topology epyc = TopologyReader.read(RecordedSysfs.of("epyc-7451-96"));

    assertThat(epyc.unknown(Level.DIE)).isEqualTo(CpuSet.range(0, 95));
    assertThat(epyc.distance(0, 3)).isEqualTo(Distance.PACKAGE);
    assertThat(epyc.distance(0, 2)).isEqualTo(Distance.LLC);
  }

  @Test
  void cpusDealtToFourPackagesInTurnAreFoundInTheirPackages() {
    Topology xeon = TopologyReader.read(RecordedSysfs.of("xeon-x7550-64"));

    assertThat(xeon.groups(Level.PACKAGE)).hasSize(4);
    assertThat(xeon.place(37).packageId()).hasValue(1);
    assertThat(xeon.distance(5, 37)).isEqualTo(Distance.SIBLING);
    assertThat(xeon.unknown(Level.NODE)).hasSize(32).contains(1).doesNotContain(2);
  }

  @Test
  void aHybridLaptopHasSiblingsOnItsPerformanceCoresOnly() {
    Topology laptop = TopologyReader.read(RecordedSysfs.of("meteor-lake-22"));

    assertThat(laptop.groups(Level.CORE).values().stream().filter(c -> c.size() == 2))
        .contains(CpuSet.of(0, 5), CpuSet.of(1, 2))
        .hasSize(6);
    assertThat(laptop.place(5).kind()).isEqualTo(CoreKind.PERFORMANCE);
    assertThat(laptop.place(12).kind()).isEqualTo(CoreKind.EFFICIENCY);
    assertThat(laptop.distance(12, 15)).isEqualTo(Distance.CLUSTER);
    assertThat(laptop.distance(12, 16)).isEqualTo(Distance.LLC);
  }

  @Test
  void lowPowerCoresWithoutLevel3HaveALastLevelCacheOfTheirOwn() {
    Topology laptop = TopologyReader.read(RecordedSysfs.of("meteor-lake-22"));

    assertThat(laptop.groups(Level.LLC).values())
        .containsExactly(CpuSet.range(0, 19), CpuSet.of(20, 21));
    assertThat(laptop.distance(0, 20)).isEqualTo(Distance.DIE);
  }

  @Test
  void offlineHolesHaveNoPlaceAndLeaveTheirSiblingsAlone() {
    Topology holes = TopologyReader.read(RecordedSysfs.of("offline-holes-16"));

    assertThat(holes.cpus()).isEqualTo(CpuSet.parse("0,2-4,6-7,11-14"));
    assertThat(holes.offline()).isEqualTo(CpuSet.parse("1,5,8-10,15"));
    assertThat(holes.place(5)).isEqualTo(CpuPlace.unknown(5));
    assertThat(holes.groups(Level.CORE).values())
        .contains(CpuSet.of(0), CpuSet.of(3, 11), CpuSet.of(13));
    assertThat(holes.isolated()).isEqualTo(Reading.present(CpuSet.of(2, 3)));
    assertThat(holes.nohzFull()).isEqualTo(Reading.present(CpuSet.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "epyc-guest-2",
        "epyc-7451-96",
        "xeon-x7550-64",
        "meteor-lake-22",
        "offline-holes-16"
      })
  void pairsAreCountedByTheSameRuleByWhichDistancesAreTold(String machine) {
    Topology topology = TopologyReader.read(RecordedSysfs.of(machine));
    // One CPU without a place, as when it has just come online.
    CpuSet cpus = topology.cpus().plus(CpuSet.of(200));
    Map<Distance, Long> expected = new EnumMap<>(Distance.class);
    for (int a : cpus) {
      for (int b : cpus) {
        if (a < b) {
          expected.merge(topology.distance(a, b), 1L, Long::sum);
        }
      }
    }

    assertThat(topology.pairsByDistance(cpus)).isEqualTo(expected);
  }
}
