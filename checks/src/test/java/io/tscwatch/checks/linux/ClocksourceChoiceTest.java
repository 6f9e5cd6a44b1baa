package io.tscwatch.checks.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClocksourceChoiceTest {

  private static List<String> insteadOf(String current, boolean corrected, String... available) {
    return ClocksourceChoice.insteadOf(current, List.of(available), corrected).stream()
        .map(ClocksourceChoice.Candidate::name)
        .toList();
  }

  @Test
  void onBareMetalTheKernelsOrderDecides() {
    assertThat(insteadOf("tsc", false, "tsc", "hpet", "acpi_pm"))
        .containsExactly("hpet", "acpi_pm");
    assertThat(insteadOf("tsc", false, "tsc", "acpi_pm", "hpet"))
        .containsExactly("acpi_pm", "hpet");
  }

  @Test
  void aKvmClockThatIsCorrectedComesFirst() {
    assertThat(insteadOf("tsc", true, "tsc", "hpet", "kvm-clock"))
        .containsExactly("kvm-clock", "hpet");
  }

  @Test
  void aKvmClockThatIsNotCorrectedIsTheLastResort() {
    assertThat(insteadOf("tsc", false, "kvm-clock", "tsc", "hpet", "acpi_pm"))
        .containsExactly("hpet", "acpi_pm", "kvm-clock");
    assertThat(insteadOf("tsc", false, "tsc", "kvm-clock")).containsExactly("kvm-clock");
  }

  @Test
  void oneThatSharesTheFaultIsNoReplacementForAnother() {
    assertThat(insteadOf("kvm-clock", false, "kvm-clock", "tsc")).isEmpty();
    assertThat(insteadOf("hyperv_clocksource_tsc_page", false, "tsc", "hyperv_clocksource_msr"))
        .containsExactly("hyperv_clocksource_msr");
  }

  @Test
  void anUnknownOneIsBetterThanTheFaultAndWorseThanAKnownOne() {
    assertThat(insteadOf("tsc", false, "tsc", "novel", "acpi_pm", "xen"))
        .containsExactly("acpi_pm", "novel", "xen");
  }

  @Test
  void tickCountersAreNeverChosen() {
    assertThat(insteadOf("tsc", false, "tsc", "refined-jiffies", "jiffies")).isEmpty();
  }
}
