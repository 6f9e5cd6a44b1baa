package io.tscwatch.checks.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.reference.Discipline;
import io.tscwatch.checks.reference.ReadoutCost;
import io.tscwatch.checks.reference.TickRate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineageTest {

  private static final Lineage.Surroundings BARE =
      new Lineage.Surroundings(Optional.empty(), "tsc", false);
  private static final Lineage.Surroundings GUEST =
      new Lineage.Surroundings(Optional.of("KVM"), "kvm-clock", false);

  private static Discipline discipline(int status, long frequency) {
    return new Discipline(0, status, frequency, 10_000, 1_000, 100);
  }

  private static Lineage of(
      ClockKind kind,
      TickRate rate,
      String ptpName,
      Optional<Discipline> discipline,
      Lineage.Surroundings around) {
    return Lineage.of(
        new ClockSample(
            kind,
            0,
            0,
            1,
            2,
            3,
            64,
            rate,
            false,
            "",
            new ReadoutCost(5, 0, 50, 60, 70),
            discipline),
        ptpName,
        around);
  }

  private static Lineage ptp(String name, Optional<Discipline> discipline) {
    return of(ClockKind.PTP, TickRate.NANOSECONDS, name, discipline, BARE);
  }

  @Test
  void chipsetTimersShareASource() {
    Lineage hpet =
        of(ClockKind.HPET, TickRate.ofPeriodFemtos(69_841_279), "", Optional.empty(), BARE);
    Lineage pm = of(ClockKind.ACPI_PM, TickRate.ACPI_PM, "", Optional.empty(), BARE);

    assertThat(hpet.independent()).isTrue();
    assertThat(hpet.source()).isEqualTo(pm.source());
    assertThat(hpet.explanation()).doesNotContain("24 MHz");
  }

  @Test
  void anHpetOf24MegahertzMayHaveTheCrystalOfTheTsc() {
    assertThat(
            of(ClockKind.HPET, TickRate.ofPeriodFemtos(41_666_667), "", Optional.empty(), BARE)
                .explanation())
        .contains("crystal that the TSC is multiplied from");
  }

  @ParameterizedTest
  @CsvSource({"HPET", "ACPI_PM", "RTC"})
  void whatAHypervisorEmulatesNeverVotes(ClockKind kind) {
    Lineage lineage = of(kind, TickRate.ACPI_PM, "", Optional.empty(), GUEST);

    assertThat(lineage.independent()).isFalse();
    assertThat(lineage.explanation()).contains("emulated by KVM");
  }

  @ParameterizedTest
  @ValueSource(strings = {"KVM virtual PTP", "vmclock", "vmclock0", "hyperv", "ptp_vmw"})
  void ptpClocksOfHypervisorsAreToldFromHardware(String name) {
    assertThat(ptp(name, Optional.of(discipline(0, 0))).independent()).isFalse();
    assertThat(ptp(name, Optional.of(discipline(0, 0))).source()).isEqualTo("hypervisor");
  }

  @Test
  void aNetworkCardsClockThatNobodySteersIsASourceOfItsOwn() {
    Lineage lineage = ptp("igb-0000:01:00.0", Optional.of(discipline(0, 0)));

    assertThat(lineage.independent()).isTrue();
    assertThat(lineage.source()).isEqualTo("ptp0");
  }

  @Test
  void aCardThatIsSteeredMayFollowTheWallClock() {
    assertThat(ptp("igb", Optional.of(discipline(0, 65_536))).independent()).isFalse();

    Lineage kept =
        of(
            ClockKind.PTP,
            TickRate.NANOSECONDS,
            "igb",
            Optional.of(discipline(0, 65_536)),
            new Lineage.Surroundings(Optional.empty(), "tsc", true));
    assertThat(kept.independent()).isTrue();
    assertThat(kept.source()).isEqualTo("external-time");
  }

  @Test
  void aWallClockVotesWhileItIsSynchronised() {
    assertThat(
            of(ClockKind.REALTIME, TickRate.NANOSECONDS, "", Optional.of(discipline(0, 0)), BARE)
                .independent())
        .isTrue();
    // STA_UNSYNC
    assertThat(
            of(ClockKind.REALTIME, TickRate.NANOSECONDS, "", Optional.of(discipline(0x40, 0)), BARE)
                .independent())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "tsc, false",
    "tsc-early, false",
    "kvm-clock, false",
    "hyperv_clocksource_tsc_page, false",
    "xen, false",
    "hpet, true",
    "acpi_pm, true",
    "jiffies, false",
    "'', false"
  })
  void theKernelsOwnClockIsWorthItsClocksource(String clocksource, boolean independent) {
    Lineage lineage =
        of(
            ClockKind.MONOTONIC_RAW,
            TickRate.NANOSECONDS,
            "",
            Optional.empty(),
            new Lineage.Surroundings(Optional.empty(), clocksource, false));

    assertThat(lineage.independent()).isEqualTo(independent);
  }
}
