package io.tscwatch.checks.adjust;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.cpuid.CpuidFacts;
import io.tscwatch.checks.cpuid.LeafFixture;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.linux.MsrDevice;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AdjustFindingsTest {

  private static final Reading<CpuidFacts> INTEL =
      Reading.present(LeafFixture.facts("intel-skylake-server"));
  private static final SortedMap<Integer, CpuSet> TWO_PACKAGES =
      new TreeMap<>(Map.of(0, CpuSet.range(0, 3), 1, CpuSet.range(4, 7)));
  private static final PackageSync GOOD =
      new PackageSync(MeasuredSync.IN_SYNC, MeasuredSync.IN_SYNC);

  private static SortedMap<Integer, Reading<Long>> readings(long... values) {
    SortedMap<Integer, Reading<Long>> readings = new TreeMap<>();
    for (long value : values) {
      readings.put(readings.size(), Reading.present(value));
    }
    return readings;
  }

  private static AdjustFacts facts(SortedMap<Integer, Reading<Long>> readings) {
    return AdjustFacts.of(readings, TWO_PACKAGES, INTEL);
  }

  private static List<Finding> judge(AdjustFacts facts, PackageSync both) {
    return AdjustFindings.of(facts, Optional.empty(), Map.of(0, both, 1, both));
  }

  @Test
  void allZeroGivesNoFinding() {
    assertThat(judge(facts(readings(0, 0, 0, 0, 0, 0, 0, 0)), GOOD)).isEmpty();
  }

  @Test
  void equalNegativeValuesOfAllButTheBootPackageAreLegal() {
    assertThat(judge(facts(readings(0, 0, 0, 0, -7, -7, -7, -7)), GOOD))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.ADJUST_PACKAGES_DIFFER);
              assertThat(finding.severity()).isEqualTo(Severity.INFO);
              assertThat(finding.sentence())
                  .contains("0 in package 0, -7 in package 1")
                  .contains("legal")
                  .contains("measured to be in sync");
            });
  }

  @Test
  void aNonZeroBootCpuIsNamedWithItsSign() {
    assertThat(judge(facts(readings(-512, -512, -512, -512, -512, -512, -512, -512)), GOOD))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.ADJUST_BOOT_NONZERO);
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.cpus()).isEqualTo(CpuSet.of(0));
              assertThat(finding.quantities().get(0).value()).isEqualTo(-512);
              assertThat(finding.sentence()).contains("-512 cycles");
            });
  }

  @Test
  void onSgiUvANonZeroBootCpuIsLegal() {
    List<Finding> findings =
        AdjustFindings.of(
            facts(readings(9, 9, 9, 9, 9, 9, 9, 9)),
            Optional.of("/proc/sgi_uv is there"),
            Map.of(0, GOOD, 1, GOOD));

    assertThat(findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.INFO);
              assertThat(finding.evidence()).contains("/proc/sgi_uv is there");
            });
  }

  @Test
  void oneCpuThatDiffersInItsPackageIsNamedAgainstThePackagesFirstCpu() {
    AdjustFacts facts = facts(readings(0, 0, 0, 0, 100, 100, -3, 100));

    Finding finding = judge(facts, PackageSync.NOT_MEASURED).get(0);

    assertThat(finding.code()).isEqualTo(FindingCode.ADJUST_PACKAGE_MISMATCH);
    assertThat(finding.cpus()).isEqualTo(CpuSet.of(6));
    assertThat(finding.sentence())
        .contains("package 1")
        .contains("CPU 4 has 100, but CPU 6 has -3");
  }

  @Test
  void whatWasMeasuredDecidesHowGraveAMismatchIs() {
    AdjustFacts facts = facts(readings(0, 0, 5, 0, 0, 0, 0, 0));

    assertThat(severity(facts, MeasuredSync.IN_SYNC)).isEqualTo(Severity.WARNING);
    assertThat(severity(facts, MeasuredSync.OUT_OF_SYNC)).isEqualTo(Severity.CRITICAL);
    assertThat(severity(facts, MeasuredSync.NOT_MEASURED)).isEqualTo(Severity.UNKNOWN);
  }

  private static Severity severity(AdjustFacts facts, MeasuredSync within) {
    return judge(facts, new PackageSync(within, MeasuredSync.IN_SYNC)).get(0).severity();
  }

  @Test
  void packagesThatDifferAndAreOutOfSyncAreAFaultThatNamesThePackage() {
    AdjustFacts facts = facts(readings(0, 0, 0, 0, 50, 50, 50, 50));
    PackageSync apart = new PackageSync(MeasuredSync.IN_SYNC, MeasuredSync.OUT_OF_SYNC);

    List<Finding> findings = AdjustFindings.of(facts, Optional.empty(), Map.of(0, GOOD, 1, apart));

    assertThat(findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.ADJUST_PACKAGES_DIFFER);
              assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
              assertThat(finding.sentence()).contains("Package 1 was measured to be out of sync");
            });
  }

  @Test
  void packagesThatDifferAndWereNotMeasuredAreNotCalledFine() {
    AdjustFacts facts = facts(readings(0, 0, 0, 0, 50, 50, 50, 50));

    assertThat(judge(facts, PackageSync.NOT_MEASURED))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.INFO);
              assertThat(finding.sentence()).contains("was not measured");
            });
  }

  @Test
  void eachReasonForAMissingValueIsItsOwnAnswer() {
    SortedMap<Integer, Reading<Long>> readings = readings(0, 0, 0, 0);
    readings.put(1, Reading.denied("no", "grant it"));
    readings.put(2, Reading.failed("broken"));
    readings.put(3, Reading.absent("CPU 3 has no register 0x3b (EIO)"));
    readings.put(4, Reading.absent(MsrDevice.OFFLINE + ": CPU 4"));

    assertThat(judge(facts(readings), GOOD))
        .extracting(Finding::code)
        .containsExactlyInAnyOrder(
            FindingCode.ADJUST_DENIED,
            FindingCode.ADJUST_UNREADABLE,
            FindingCode.ADJUST_UNSUPPORTED);
  }

  @Test
  void noDeviceIsOneAnswerForAllCpus() {
    SortedMap<Integer, Reading<Long>> readings = new TreeMap<>();
    for (int cpu = 0; cpu < 8; cpu++) {
      readings.put(cpu, Reading.absent(MsrDevice.NO_DEVICE + ": /dev/cpu/0/msr is not there"));
    }

    assertThat(judge(facts(readings), GOOD))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.ADJUST_NO_DEVICE);
              assertThat(finding.sentence()).contains("unknown");
              assertThat(finding.advice()).contains("modprobe msr");
            });
  }

  @Test
  void aCpuWithoutTheBitIsUnsupportedWhateverTheDeviceSays() {
    SortedMap<Integer, Reading<Long>> readings = new TreeMap<>();
    readings.put(0, Reading.absent(MsrDevice.NO_DEVICE));
    AdjustFacts facts =
        AdjustFacts.of(
            readings, TWO_PACKAGES, Reading.present(LeafFixture.facts("amd-family-10h")));

    assertThat(judge(facts, GOOD))
        .extracting(Finding::code)
        .containsExactly(FindingCode.ADJUST_UNSUPPORTED);
  }

  @Test
  void withoutTopologyOnlyTheBootCpuIsJudged() {
    AdjustFacts facts = AdjustFacts.of(readings(0, 5), new TreeMap<>(), INTEL);

    assertThat(judge(facts, GOOD)).isEmpty();
    assertThat(facts.values()).containsEntry(1, 5L);
  }

  @Test
  void theExtremesOfTheRegisterAreCompared() {
    AdjustFacts facts = facts(readings(0, Long.MIN_VALUE, Long.MAX_VALUE, 0, 0, 0, 0, 0));

    assertThat(judge(facts, GOOD).get(0).sentence())
        .contains("CPU 1 has -9223372036854775808, CPU 2 has 9223372036854775807");
  }
}
