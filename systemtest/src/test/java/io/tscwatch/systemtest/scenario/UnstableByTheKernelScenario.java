package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.systemtest.guest.Guest;
import io.tscwatch.systemtest.guest.GuestMachine;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kernel's verdict and our own differ, and both are said. */
@Tag("system")
@DisplayName("The kernel marks a TSC unstable that is in sync")
class UnstableByTheKernelScenario {

  private static final String CLOCKSOURCE = "/sys/devices/system/clocksource/clocksource0/";

  private static Guest guest;
  private static CheckOutput check;

  @BeforeAll
  static void boot() throws IOException, InterruptedException {
    guest = Guest.boot(GuestMachine.withoutService(GuestMachine.NO_INVARIANT_TSC, 2, 2));
    check = CheckOutput.of(guest, "");
  }

  @AfterAll
  static void end() {
    Guest.end(guest);
  }

  @Test
  void theKernelItselfMarksTheTscUnstableAndTakesTheHpet() throws InterruptedException {
    assertThat(guest.succeed("dmesg"))
        .contains("tsc: Marking TSC unstable due to TSCs unsynchronized");
    assertThat(guest.succeed("cat " + CLOCKSOURCE + "current_clocksource")).isEqualTo("hpet");
  }

  @Test
  void theCheckReportsTheKernelsVerdictWithItsLine() {
    assertThat(check.finding("kernel.marked-unstable").path("evidence").asText())
        .contains("Marking TSC unstable due to TSCs unsynchronized");
    assertThat(check.finding("kernel.clocksource-not-tsc").path("sentence").asText())
        .contains("hpet");
  }

  @Test
  void theCheckReportsItsOwnMeasurementOfAllFourCpus() {
    check.assertInSync(4);
  }

  @Test
  void theCheckSaysThatTheTwoDiffer() {
    assertThat(check.verdict()).isNotEqualTo("UNRELIABLE");
    assertThat(check.finding("kernel.marked-unstable").path("sentence").asText())
        .contains("measured to be in sync");
  }
}
