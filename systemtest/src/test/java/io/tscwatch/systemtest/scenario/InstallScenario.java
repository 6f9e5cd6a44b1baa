package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tscwatch.systemtest.guest.Answer;
import io.tscwatch.systemtest.guest.Guest;
import io.tscwatch.systemtest.guest.GuestMachine;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** From dpkg --install to dpkg --purge, in this order. */
@Tag("system")
@DisplayName("The package, from its installation to its purge")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstallScenario {

  /** CAP_SYS_RAWIO is bit 17, CAP_SYSLOG bit 34 (linux/capability.h). */
  private static final long CAPABILITIES = 1L << 17 | 1L << 34;

  private static Guest guest;
  private static Service service;

  @BeforeAll
  static void boot() throws IOException, InterruptedException {
    guest =
        Guest.boot(
            new GuestMachine(GuestMachine.CONSTANT_TSC, 2, 2, GuestMachine.Disk.BARE, List.of()));
    service = new Service(guest);
  }

  @AfterAll
  static void end() {
    Guest.end(guest);
  }

  @Test
  @Order(1)
  void installingStartsTheServiceAndItSaysReady() throws InterruptedException {
    guest.succeed("dpkg --install /root/tscwatch.deb");

    service.awaitActive(0);
    assertThat(service.property("StatusText")).matches("(?s)(RELIABLE|UNKNOWN): .*");
    assertThat(service.property("NRestarts")).isEqualTo("0");
  }

  @Test
  @Order(2)
  void itWatchesAllFourCpusAndCallsNoneUnreliable() throws InterruptedException {
    JsonNode status = service.awaitStatus("a ready status", s -> s.path("ready").asBoolean());

    assertThat(status.path("cpus")).hasSize(4);
    assertThat(status.path("cpus"))
        .allMatch(cpu -> !cpu.path("verdict").asText().equals("UNRELIABLE"));
    assertThat(status.path("verdict").asText()).isIn("RELIABLE", "UNKNOWN");
    assertThat(status.path("history").path("recording").asBoolean()).isTrue();
  }

  @Test
  @Order(3)
  void theStatusCommandAgrees() throws InterruptedException {
    Answer answer = guest.run("tscwatch status --format json");

    assertThat(answer.json().path("format").asText())
        .isEqualTo(service.status().path("format").asText());
    assertThat(answer.exitCode()).as("%s", answer).isIn(0, 1, 3);
  }

  @Test
  @Order(4)
  void theJournalHasItsFields() throws InterruptedException {
    JsonNode started = service.journal(Messages.STARTED).get(0);
    JsonNode ready = service.journal(Messages.READY).get(0);

    assertThat(started.path("TSCWATCH_MODE").asText()).isEqualTo("observe");
    assertThat(started.path("TSCWATCH_VERSION").asText()).isNotEmpty();
    assertThat(ready.path("TSCWATCH_VERDICT").asText()).isIn("RELIABLE", "UNKNOWN");
    assertThat(ready.path("PRIORITY").asText()).isEqualTo("6");
  }

  @Test
  @Order(5)
  void theServiceHasItsTwoCapabilitiesAndNoOther() throws InterruptedException {
    String effective =
        guest.succeed("awk '/^CapEff/ { print $2 }' /proc/" + service.pid() + "/status");

    assertThat(Long.parseUnsignedLong(effective, 16)).isEqualTo(CAPABILITIES);
    assertThat(guest.succeed("awk '/^Uid/ { print $2 }' /proc/" + service.pid() + "/status"))
        .isEqualTo(guest.succeed("id -u tscwatch"));
  }

  @Test
  @Order(6)
  void whereTheServiceIsEvenRootCannotWriteToEtc() throws InterruptedException {
    Answer answer =
        guest.run("nsenter --mount --target " + service.pid() + " -- touch /etc/tscwatch/mine");

    assertThat(answer.exitCode()).isNotZero();
    assertThat(answer.errors()).contains("Read-only file system");
  }

  @Test
  @Order(7)
  void forAllThatItReadsTheMsrDeviceAndTheKernelLog() throws InterruptedException {
    JsonNode status = service.status();

    assertThat(status.path("cpus"))
        .allMatch(cpu -> cpu.path("tscAdjustCycles").asText().equals("0"));
    assertThat(status.path("findings"))
        .extracting(finding -> finding.path("code").asText())
        .doesNotContain("adjust.denied", "adjust.no-device", "kernel.log-unreadable");
  }

  @Test
  @Order(8)
  void aReloadTakesNewSettingsWithoutARestart() throws InterruptedException {
    int pid = service.pid();
    guest.succeed("systemctl reload tscwatch");

    service.awaitJournal(Messages.CONFIGURATION_RELOADED, 0);
    assertThat(service.pid()).isEqualTo(pid);
  }

  @Test
  @Order(9)
  void settingsThatAreWrongAreRefusedAndTheOldOnesStay() throws InterruptedException {
    int pid = service.pid();
    guest.succeed(
        "mkdir -p /etc/tscwatch/tscwatch.yaml.d; cd /etc/tscwatch/tscwatch.yaml.d;"
            + " echo 'measurement: { interval: never }' >wrong.yaml; systemctl reload tscwatch");

    JsonNode refused = service.awaitJournal(Messages.CONFIGURATION_REFUSED, 0).get(0);
    assertThat(refused.path("TSCWATCH_REASON").asText()).contains("interval");
    assertThat(service.pid()).isEqualTo(pid);
    guest.succeed("rm -r /etc/tscwatch/tscwatch.yaml.d");
  }

  @Test
  @Order(10)
  void itStopsWhenItIsToldTo() throws InterruptedException {
    guest.succeed("systemctl stop tscwatch");

    assertThat(service.property("Result")).isEqualTo("success");
    assertThat(service.journal(Messages.STOPPING)).hasSize(1);
  }

  @Test
  @Order(11)
  void aPurgeLeavesNothingBehind() throws InterruptedException {
    guest.succeed("dpkg --purge tscwatch");

    assertThat(
            guest.succeed("ls -d /etc/tscwatch /var/lib/tscwatch /run/tscwatch 2>/dev/null || :"))
        .isEmpty();
    assertThat(guest.run("getent passwd tscwatch").exitCode()).isEqualTo(2);
    assertThat(service.property("LoadState")).isEqualTo("not-found");
  }
}
