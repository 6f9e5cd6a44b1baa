package io.tscwatch.checks.kvm.host;

import static io.tscwatch.checks.kvm.host.HostReadings.OFFSET;
import static io.tscwatch.checks.kvm.host.HostReadings.host;
import static io.tscwatch.checks.kvm.host.HostReadings.vcpu;
import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostFindingsTest {

  private static List<Finding> judge(HostReading reading, MeasuredSync measured) {
    return HostFindings.of(reading, HostJudgement.of(reading, false), measured);
  }

  @ParameterizedTest
  @CsvSource({
    "14, IN_SYNC, kvm.stable-justified, INFO",
    "14, OUT_OF_SYNC, kvm.stable-contradicted, CRITICAL",
    "14, NOT_MEASURED, kvm.stable-unproven, INFO",
    "0, IN_SYNC, kvm.stable-withheld, WARNING",
    "0, OUT_OF_SYNC, kvm.stable-rightly-withheld, INFO",
    "0, NOT_MEASURED, kvm.stable-withheld, WARNING"
  })
  void thePromiseIsWeighedAgainstTheMeasurement(
      int flags, MeasuredSync measured, String code, Severity severity) {
    assertThat(judge(host(flags, flags == 0 ? "hpet" : "tsc"), measured))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code().code()).isEqualTo(code);
              assertThat(finding.severity()).isEqualTo(severity);
            });
  }

  @Test
  void aWithheldPromiseNamesTheConditionAndWhatToDo() {
    Finding finding = judge(host(0, "hpet"), MeasuredSync.IN_SYNC).get(0);

    assertThat(finding.sentence()).contains("clocksource is hpet").contains("although");
    assertThat(finding.advice()).contains("current_clocksource");
  }

  @Test
  void offsetsThatDifferAreCriticalEvenWhereTheFlagIsSet() {
    HostReading reading =
        host(14, "tsc", vcpu(0, OFFSET - 5, OFFSET + 5), vcpu(1, OFFSET + 55, OFFSET + 60));

    assertThat(judge(reading, MeasuredSync.IN_SYNC))
        .filteredOn(finding -> finding.code() == FindingCode.KVM_OFFSETS_DIFFER)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
              assertThat(finding.sentence()).contains("at least 50 cycles");
            });
  }

  @Test
  void anOffsetThatTheGuestProvesWrongIsAWarning() {
    HostReading reading = host(14, "tsc", vcpu(0, 0, 10), vcpu(1, 0, 10));

    assertThat(judge(reading, MeasuredSync.IN_SYNC))
        .extracting(Finding::code)
        .containsExactly(FindingCode.KVM_STABLE_JUSTIFIED, FindingCode.KVM_OFFSET_MISDECLARED);
  }

  @Test
  void aHostThatCouldNotBeAskedSaysWhyAndWhatHelps() {
    Finding finding =
        HostFindings.of(
            new NoProbe(NoProbe.Kind.NO_DEVICE, "there is no /dev/kvm (ENOENT)", "load kvm"));

    assertThat(finding.code()).isEqualTo(FindingCode.KVM_NOT_PROBED);
    assertThat(finding.sentence()).contains("no /dev/kvm");
    assertThat(finding.advice()).isEqualTo("load kvm");
  }
}
