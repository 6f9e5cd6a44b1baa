package io.tscwatch.checks.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KmsgRecordTest {

  @Test
  void aRecordBecomesALineAsDmesgPrintsIt() {
    KmsgRecord record =
        KmsgRecord.parse("6,339,5140900,-;tsc: Refined TSC clocksource calibration: 2596.1 MHz\n")
            .orElseThrow();

    assertThat(record.sequence()).isEqualTo(339);
    assertThat(record.lines())
        .containsExactly("[    5.140900] tsc: Refined TSC clocksource calibration: 2596.1 MHz");
  }

  @Test
  void propertiesOfTheRecordAreNoPartOfItsText() {
    assertThat(
            KmsgRecord.parse(
                    "7,160,424069,-;pci_root PNP0A03:00: host\n SUBSYSTEM=acpi\n DEVICE=+x\n")
                .orElseThrow()
                .lines())
        .containsExactly("[    0.424069] pci_root PNP0A03:00: host");
  }

  @Test
  void furtherFieldsOfThePrefixAreAllowedAndTextMayHoldSemicolons() {
    assertThat(KmsgRecord.parse("4,1,99999000001,c,caller=T1;a;b\n").orElseThrow().lines())
        .containsExactly("[99999.000001] a;b");
  }

  @Test
  void escapesAreDecodedAndSeveralLinesGetThePrefixEach() {
    assertThat(
            KmsgRecord.parse("4,1,0,-;na\\xc3\\xafve\\x0aback\\x5cslash \\xzz \\x4\n")
                .orElseThrow()
                .lines())
        .containsExactly("[    0.000000] naïve", "[    0.000000] back\\slash \\xzz \\x4");
  }

  @Test
  void whatIsNotARecordIsNoLine() {
    assertThat(KmsgRecord.parse("")).isEmpty();
    assertThat(KmsgRecord.parse("no record")).isEmpty();
    assertThat(KmsgRecord.parse("6,x,0,-;text")).isEmpty();
    assertThat(KmsgRecord.parse("6,99999999999999999999,0,-;text")).isEmpty();
  }

  @Test
  void whatAProgramWroteToTheDeviceIsToldFromWhatTheKernelSaid() {
    // Facility 1 (user), level 4: 12.
    KmsgRecord imitated = KmsgRecord.parse("12,5,9,-;tsc: Marking TSC unstable\n").orElseThrow();
    assertThat(imitated.fromKernel()).isFalse();
    assertThat(KmsgRecord.parse("4,5,9,-;tsc: Marking TSC unstable\n").orElseThrow().fromKernel())
        .isTrue();
  }
}
