package io.tscwatch.checks.cpuid;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.read.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuidFindingsTest {

  private static List<Finding> of(String machine) {
    return CpuidFindings.of(Reading.present(LeafFixture.facts(machine)));
  }

  @Test
  void anInvariantTscGivesNoFinding() {
    assertThat(of("kvm-epyc-genoa")).isEmpty();
    assertThat(of("amd-family-10h")).isEmpty();
  }

  @Test
  void aGuestIsToldWhoDoesNotPromise() {
    assertThat(of("qemu-tcg-max"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.CPUID_NOT_INVARIANT);
              assertThat(finding.sentence())
                  .startsWith("QEMU without acceleration does not promise");
              assertThat(finding.advice()).contains("invtsc=on");
            });
    assertThat(of("hyperv-guest").get(0).advice()).contains("hyperv_clocksource_tsc_page");
  }

  @Test
  void anOldCpuIsToldToUseAnotherClock() {
    assertThat(of("amd-k8-unstable"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.advice()).contains("hpet"))
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN));
  }

  @Test
  void anUnreadCpuidIsUnknownAndSaysWhy() {
    assertThat(CpuidFindings.of(Reading.failed("it traps")))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.CPUID_UNREADABLE);
              assertThat(finding.sentence()).contains("it traps").contains("unknown");
            });
  }
}
