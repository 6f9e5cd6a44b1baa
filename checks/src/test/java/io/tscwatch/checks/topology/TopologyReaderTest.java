package io.tscwatch.checks.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tscwatch.checks.read.FileTree;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.read.TextFileTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TopologyReaderTest {

  private static final String CPU = "/sys/devices/system/cpu/";

  @Test
  void nothingInSysfsGivesNoCpusAndSaysWhy() {
    Topology nothing = TopologyReader.read(TextFileTree.of(Map.of()));

    assertThat(nothing.places()).isEmpty();
    assertThat(nothing.online().whyNot()).hasValue(CPU + "online does not exist");
  }

  @Test
  void cpusWithoutTopologyFilesHavePlacesInWhichNothingIsKnown() {
    Topology bare = TopologyReader.read(TextFileTree.of(Map.of(CPU + "online", "0-2\n")));

    assertThat(bare.places())
        .containsExactly(CpuPlace.unknown(0), CpuPlace.unknown(1), CpuPlace.unknown(2));
    assertThat(bare.distance(0, 2)).isEqualTo(Distance.UNKNOWN);
  }

  @Test
  void aPackageIdOfMinusOneIsAnUnknownPackage() {
    Topology guest =
        TopologyReader.read(
            TextFileTree.of(
                Map.of(
                    CPU + "online", "0-1\n",
                    CPU + "cpu0/topology/physical_package_id", "-1\n",
                    CPU + "cpu0/topology/package_cpus_list", "0-1\n",
                    CPU + "cpu1/topology/physical_package_id", "3\n")));

    assertThat(guest.place(0).packageId()).isEmpty();
    assertThat(guest.place(1).packageId()).hasValue(3);
  }

  @Test
  void packageIdsWithoutListsStillGroupTheCpus() {
    Topology old =
        TopologyReader.read(
            TextFileTree.of(
                Map.of(
                    CPU + "online", "0-2\n",
                    CPU + "cpu0/topology/physical_package_id", "0\n",
                    CPU + "cpu1/topology/physical_package_id", "6\n",
                    CPU + "cpu2/topology/physical_package_id", "0\n")));

    assertThat(old.groups(Level.PACKAGE))
        .containsOnly(Map.entry(0, CpuSet.of(0, 2)), Map.entry(6, CpuSet.of(1)));
  }

  @Test
  void withoutAnOnlineListTheCpusAreThoseWithATopologyFolder() {
    Topology listless =
        TopologyReader.read(
            TextFileTree.of(
                Map.of(
                    CPU + "cpu0/topology/core_id", "0\n",
                    CPU + "cpu3/topology/core_id", "1\n",
                    CPU + "cpu4/uevent", "",
                    CPU + "cpufreq/policy0/affected_cpus", "0\n")));

    assertThat(listless.cpus()).isEqualTo(CpuSet.of(0, 3));
  }

  @Test
  void aListThatDoesNotNameItsOwnCpuIsNotBelieved() {
    Map<String, String> files = new HashMap<>(SysfsText.of(MachineShape.of(1, 1, 1, 2, 1)));
    files.put(CPU + "cpu0/topology/core_cpus_list", "1\n");

    Topology topology = TopologyReader.read(TextFileTree.of(files));

    assertThat(topology.place(0).core()).isEmpty();
    assertThat(topology.place(1).core()).isPresent();
  }

  @Test
  void aTruncatedOnlineListIsAFailureThatNamesTheFile() {
    Topology broken = TopologyReader.read(TextFileTree.of(Map.of(CPU + "online", "0-3,7-\n")));

    assertThat(broken.online()).isInstanceOf(Reading.Failed.class);
    assertThat(broken.online().whyNot().orElseThrow()).contains(CPU + "online", "7-");
  }

  @Test
  void aDeniedFileStaysDenied() {
    FileTree closed =
        new FileTree() {
          @Override
          public Reading<String> read(String path) {
            return Reading.denied("Permission denied", "run as root");
          }

          @Override
          public Reading<List<String>> list(String path) {
            return Reading.denied("Permission denied", "run as root");
          }
        };

    assertThat(TopologyReader.read(closed).isolated())
        .isEqualTo(Reading.denied("Permission denied", "run as root"));
  }

  @Test
  void oneMembersListSpeaksForAllSoThatLargeMachinesNeedFewReads() {
    TextFileTree sysfs = TextFileTree.of(SysfsText.of(MachineShape.of(16, 1, 8, 8, 2)));
    AtomicInteger reads = new AtomicInteger();
    FileTree counting =
        new FileTree() {
          @Override
          public Reading<String> read(String path) {
            reads.incrementAndGet();
            return sysfs.read(path);
          }

          @Override
          public Reading<List<String>> list(String path) {
            return sysfs.list(path);
          }
        };

    Topology topology = TopologyReader.read(counting);

    assertThat(topology.cpus()).hasSize(2048);
    assertThat(reads.get()).isLessThan(3 * 2048);
  }

  @Test
  void aCpuHasNoDistanceToItself() {
    Topology guest = TopologyReader.read(RecordedSysfs.of("epyc-guest-2"));

    assertThatIllegalArgumentException().isThrownBy(() -> guest.distance(1, 1));
  }
}
