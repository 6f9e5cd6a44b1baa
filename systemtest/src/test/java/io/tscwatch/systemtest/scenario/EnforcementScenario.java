package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tscwatch.systemtest.guest.GuestMachine;
import io.tscwatch.systemtest.guest.Guests;
import io.tscwatch.systemtest.guest.PlantedKernel;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * The service itself chooses the clocksource: the installed unit with the drop-in that comes with
 * the package, and a fault planted below the exchange.
 */
@Scenario
@Order(46)
@DisplayName("11. The service switches the clocksource, by its hardened unit and its drop-in")
class EnforcementScenario {

  private static final String EXAMPLE = "/usr/share/doc/tscwatch/examples/enforce.conf";
  private static final String UNBIND =
      "/sys/devices/system/clocksource/clocksource0/unbind_clocksource";

  /** The CPU that is at fault, and by how much: far more than an emulated exchange is wide. */
  private static final int CPU = 3;

  private static final long CYCLES = 1_000_000;

  private static Service service;
  private static PlantedKernel kernel;

  /** Requalification takes ten minutes by default; that is not what is tried here. */
  @BeforeAll
  static void permitIt() throws IOException, InterruptedException {
    service = Service.asItIs(GuestMachine.USUAL);
    kernel = PlantedKernel.in(service.guest());
    service.write(
        "measurement: { cover-every: 3s, max-intrusion: 10% }",
        "verdict: { clear-after: 1s, requalify-after: 10s }",
        "enforce: { mode: act, return-to-tsc: true, max-switches-per-hour: 10 }");
    service.use(
        service.guest().succeed("cat " + EXAMPLE),
        "BindReadOnlyPaths=" + PlantedKernel.FILE + ":" + PlantedKernel.INSTALLED);
  }

  /** What was unbound stays away until the next boot: nobody else gets this guest. */
  @AfterAll
  static void endTheGuest() {
    Guests.distrust();
  }

  private static String current() throws InterruptedException {
    return service.guest().succeed("cat " + ClocksourceScenario.CURRENT);
  }

  private static void awaitClocksource(String wanted) throws InterruptedException {
    service.await("the clocksource " + wanted, () -> current().equals(wanted));
  }

  /** Status, journal and history say that the service changed it, and why. */
  private static void assertOwnWrite(String from, String to, String why, Instant since)
      throws InterruptedException {
    List<JsonNode> lines = service.awaitJournal(Messages.CLOCKSOURCE_ENFORCED, since);
    assertThat(lines).hasSize(1);
    JsonNode line = lines.get(0);
    assertThat(line.path("TSCWATCH_CLOCKSOURCE_BEFORE").asText()).isEqualTo(from);
    assertThat(line.path("TSCWATCH_CLOCKSOURCE").asText()).isEqualTo(to);
    assertThat(line.path("TSCWATCH_REASON").asText()).contains(why);
    service.await(
        "the switch in the history",
        () ->
            service.history("clocksource-enforced", since).stream()
                .anyMatch(event -> event.path("sentence").asText().contains(from + " to " + to)));
  }

  @Test
  @Order(1)
  void theDropInOpensOneFileAndGivesNoCapability() throws InterruptedException {
    String pid = Integer.toString(service.pid());

    assertThat(service.guest().succeed("stat -c '%a %U %G' " + ClocksourceScenario.CURRENT))
        .isEqualTo("664 root tscwatch");
    assertThat(
            service
                .guest()
                .run(
                    "nsenter --mount --target %s -- sh -c ': >>%s'"
                        .formatted(pid, ClocksourceScenario.CURRENT))
                .exitCode())
        .isZero();
    assertThat(
            service
                .guest()
                .run("nsenter --mount --target " + pid + " -- sh -c ': >>" + UNBIND + "'"))
        .satisfies(refused -> assertThat(refused.errors()).contains("Read-only file system"));
    assertThat(service.capabilities()).isEqualTo(InstallScenario.CAPABILITIES);
  }

  @Test
  @Order(2)
  void aProvenFaultTakesTheClocksourceToTheHpet(TestReporter report) throws InterruptedException {
    assertThat(current()).isEqualTo("tsc");
    Instant before = service.now();
    kernel.plant(CPU, CYCLES);
    awaitClocksource("hpet");
    report.publishEntry("planted", "%d cycles on CPU %d".formatted(CYCLES, CPU));

    assertOwnWrite("tsc", "hpet", "CPU " + CPU, before);
    Judgement status = service.awaitFinding("enforce.switched");
    assertThat(status.verdict()).isEqualTo("UNRELIABLE");
    assertThat(status.finding("skew.beyond-limit").path("cpus"))
        .extracting(JsonNode::asInt)
        .containsExactly(CPU);
    assertThat(status.json().path("enforcement").path("standing").path("to").asText())
        .isEqualTo("hpet");
    service.assertRaised("enforce.switched", before);
    service.assertRaised("skew.beyond-limit", before);
  }

  @Test
  @Order(3)
  void afterItsRequalificationTheTscIsTakenAgain() throws InterruptedException {
    Instant before = service.now();
    kernel.heal();
    awaitClocksource("tsc");

    assertOwnWrite("hpet", "tsc", "requalified", before);
    service.awaitNoFinding("enforce.switched");
    service.assertCleared("skew.beyond-limit", before);
  }

  /** The kernel lets root take a clocksource away. */
  @Test
  @Order(4)
  void withoutTheHpetItTakesTheAcpiPmTimer() throws InterruptedException {
    service.guest().succeed("echo hpet >" + UNBIND);
    Instant before = service.now();
    kernel.plant(CPU, CYCLES);
    awaitClocksource("acpi_pm");

    assertOwnWrite("tsc", "acpi_pm", "CPU " + CPU, before);
  }

  @Test
  @Order(5)
  void whatAHumanChoosesThenIsRespected() throws InterruptedException {
    Instant before = service.now();
    service.guest().succeed("echo tsc >" + ClocksourceScenario.CURRENT);

    Judgement status = service.awaitFinding("enforce.choice-respected");
    assertThat(status.verdict()).isEqualTo("UNRELIABLE");
    assertThat(status.json().path("enforcement").path("respected").asText()).isEqualTo("tsc");
    JsonNode line = service.awaitJournal(Messages.ENFORCEMENT_YIELDED, before).get(0);
    assertThat(line.path("TSCWATCH_CLOCKSOURCE").asText()).isEqualTo("tsc");
    service.await(
        "it in the history", () -> service.history("enforcement-yielded", before).size() == 1);
    assertThat(service.journal(Messages.CLOCKSOURCE_ENFORCED, before)).isEmpty();
    assertThat(current()).isEqualTo("tsc");
  }

  @Test
  @Order(6)
  void stoppedItGivesTheFileBack() throws InterruptedException {
    service.guest().succeed("systemctl stop tscwatch");

    assertThat(service.guest().succeed("stat -c '%a %U %G' " + ClocksourceScenario.CURRENT))
        .isEqualTo("644 root root");
  }
}
