package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tscwatch.systemtest.guest.GuestMachine;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** The kernel's verdict and our own differ, and both are said. */
@Scenario
@Order(20)
@DisplayName("2. The kernel marks a TSC unstable that is in sync (cpu max)")
class UnstableByTheKernelScenario {

  private static final String LINE = "Marking TSC unstable due to TSCs unsynchronized";

  private static Service service;
  private static Judgement status;

  @BeforeAll
  static void boot() throws IOException, InterruptedException {
    service = Service.on(GuestMachine.of(GuestMachine.NO_INVARIANT_TSC, 2, 2));
    status = service.status();
  }

  @Test
  @Order(1)
  void theKernelItselfMarksTheTscUnstableAndTakesTheHpet() throws InterruptedException {
    assertThat(service.guest().succeed("dmesg")).contains("tsc: " + LINE);
    assertThat(service.guest().succeed("cat " + ClocksourceScenario.CURRENT)).isEqualTo("hpet");
  }

  @Test
  @Order(2)
  void theServiceReportsTheKernelsVerdictWithItsLine() throws InterruptedException {
    assertThat(status.finding("kernel.marked-unstable").path("evidence").asText()).contains(LINE);
    assertThat(status.finding("kernel.clocksource-not-tsc").path("sentence").asText())
        .contains("hpet");
    JsonNode entry = service.assertRaised("kernel.marked-unstable", Instant.EPOCH).get(0);
    assertThat(entry.path("TSCWATCH_EVIDENCE").asText()).contains(LINE);
    service.assertRaised("kernel.clocksource-not-tsc", Instant.EPOCH);
  }

  @Test
  @Order(3)
  void itReportsItsOwnMeasurementOfAllFourCpus(TestReporter report) throws InterruptedException {
    status.assertInSync(4);
    service.configure(Service.LARGER_SHARE);
    report.publishEntry("first verdict", status.summary());
    status = service.awaitStatus("bounds within the limit", s -> s.verdict().equals("RELIABLE"));
    report.publishEntry("verdict", status.summary());
  }

  @Test
  @Order(4)
  void itSaysThatTheTwoDiffer() throws InterruptedException {
    assertThat(status.finding("kernel.marked-unstable").path("sentence").asText())
        .contains("measured to be in sync");
    service.assertNeverUnreliable(Instant.EPOCH);
  }
}
