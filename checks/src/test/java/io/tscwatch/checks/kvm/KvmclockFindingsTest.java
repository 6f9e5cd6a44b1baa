package io.tscwatch.checks.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.cpuid.CpuidFacts;
import io.tscwatch.checks.cpuid.LeafFixture;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.read.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class KvmclockFindingsTest {

  private static final Reading<CpuidFacts> KVM =
      Reading.present(LeafFixture.facts("kvm-epyc-genoa"));

  private static List<Finding> judge(int flags, MeasuredSync measured) {
    return KvmclockFindings.of(
        Reading.present(new KvmclockPage(2, 1, 1, 1, 0, flags)), KVM, measured);
  }

  @Test
  void aPromiseThatIsKeptGivesNoFinding() {
    assertThat(judge(1, MeasuredSync.IN_SYNC)).isEmpty();
    assertThat(judge(1, MeasuredSync.NOT_MEASURED)).isEmpty();
  }

  @Test
  void aPromiseThatIsBrokenIsCritical() {
    assertThat(judge(1, MeasuredSync.OUT_OF_SYNC))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.KVM_STABLE_CONTRADICTED);
              assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
            });
  }

  @Test
  void aPromiseThatIsWithheldSaysWhatWasMeasured() {
    assertThat(judge(0, MeasuredSync.IN_SYNC))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.KVM_STABLE_WITHHELD);
              assertThat(finding.sentence()).contains("although they were measured to be in sync");
            });
  }

  @Test
  void aHostThatDoesNotKnowThePromiseWithholdsNothing() {
    Reading<CpuidFacts> other = Reading.present(LeafFixture.facts("qemu-tcg-max"));

    assertThat(
            KvmclockFindings.of(
                Reading.present(new KvmclockPage(2, 1, 1, 1, 0, 0)), other, MeasuredSync.IN_SYNC))
        .isEmpty();
  }

  @Test
  void aPauseIsAnEventOfTheHostAndNoFault() {
    assertThat(judge(3, MeasuredSync.IN_SYNC))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.KVM_GUEST_STOPPED);
              assertThat(finding.severity()).isEqualTo(Severity.INFO);
            });
  }

  @Test
  void withoutAPageThereIsNothingToContradict() {
    assertThat(KvmclockFindings.of(Reading.absent("no page"), KVM, MeasuredSync.OUT_OF_SYNC))
        .isEmpty();
  }
}
