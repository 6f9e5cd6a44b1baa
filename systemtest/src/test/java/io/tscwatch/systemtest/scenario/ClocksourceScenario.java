package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tscwatch.systemtest.guest.GuestMachine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Someone else chooses the kernel's clocksource. */
@Scenario
@Order(42)
@DisplayName("7. The clocksource changes behind the service's back")
class ClocksourceScenario {

  static final String CURRENT = "/sys/devices/system/clocksource/clocksource0/current_clocksource";

  /** Within so long it is noticed: some ticks of a busy machine. */
  private static final Duration NOTICED = Duration.ofSeconds(30);

  private static Service service;

  @BeforeAll
  static void boot() throws IOException, InterruptedException {
    service = Service.on(GuestMachine.USUAL);
  }

  @AfterAll
  static void backToTsc() throws InterruptedException {
    service.guest().run("echo tsc >" + CURRENT);
  }

  /** Changes it; gives the moment before. */
  private static Instant change(String to) throws InterruptedException {
    String from = service.guest().succeed("cat " + CURRENT);
    Instant before = service.now();
    service.guest().succeed("echo " + to + " >" + CURRENT);
    List<JsonNode> entries = service.awaitJournal(Messages.CLOCKSOURCE_CHANGED, before);
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).path("TSCWATCH_CLOCKSOURCE_BEFORE").asText()).isEqualTo(from);
    assertThat(entries.get(0).path("TSCWATCH_CLOCKSOURCE").asText()).isEqualTo(to);
    return before;
  }

  private static void assertDated(Instant before) throws InterruptedException {
    List<JsonNode> events = service.history("clocksource-changed", before);
    assertThat(events).hasSize(1);
    assertThat(Instant.parse(events.get(0).path("at").asText()))
        .isBetween(before, before.plus(NOTICED));
  }

  @Order(1)
  @ParameterizedTest(name = "{0} instead of the TSC is noticed, dated and judged")
  @ValueSource(strings = {"hpet", "acpi_pm"})
  void anotherClocksourceIsNoticedDatedAndJudged(String other) throws InterruptedException {
    Instant before = change(other);

    Judgement status = service.awaitFinding("kernel.clocksource-not-tsc");
    assertThat(status.finding("kernel.clocksource-not-tsc").path("sentence").asText())
        .contains(
            status.verdict().equals("RELIABLE")
                ? "measured to be in sync"
                : "clocksource is " + other);
    status.assertNotUnreliable();
    assertThat(status.json().path("recommendations").toString()).contains("tsc");
    assertDated(before);
  }

  @Test
  @Order(2)
  void backToTheTscTheFindingEnds() throws InterruptedException {
    Instant before = change("tsc");

    service.awaitNoFinding("kernel.clocksource-not-tsc").assertNotUnreliable();
    service.assertCleared("kernel.clocksource-not-tsc", before);
    assertDated(before);
  }
}
