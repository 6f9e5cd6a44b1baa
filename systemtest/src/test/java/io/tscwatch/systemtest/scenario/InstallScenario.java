package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tscwatch.systemtest.guest.Answer;
import io.tscwatch.systemtest.guest.Guest;
import io.tscwatch.systemtest.guest.GuestMachine;
import io.tscwatch.systemtest.guest.Guests;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** From dpkg --install to dpkg --purge, in this order. */
@Scenario
@Order(10)
@DisplayName("1. The package, from its installation to its purge")
class InstallScenario {

  /** CAP_SYS_RAWIO is bit 17, CAP_SYSLOG bit 34 (linux/capability.h). */
  static final long CAPABILITIES = 1L << 17 | 1L << 34;

  /** dpkg, the class-data archive that the package makes, and a start of the service. */
  private static final Duration INSTALLATION = Duration.ofMinutes(6);

  private static Guest guest;
  private static Service service;
  private static Instant begin;

  @BeforeAll
  static void boot() throws IOException, InterruptedException {
    guest = Guests.on(GuestMachine.BARE);
    service = new Service(guest);
    begin = service.now();
  }

  @Test
  @Order(1)
  void installingStartsTheServiceAndItSaysReady() throws InterruptedException {
    Answer installation = guest.run("dpkg --install /root/tscwatch.deb", INSTALLATION);

    assertThat(installation.exitCode()).as("%s", installation).isZero();
    service.awaitReady(0);
    assertThat(service.property("StatusText")).matches("(?s)(RELIABLE|UNKNOWN): .*");
    assertThat(service.property("NRestarts")).isEqualTo("0");
  }

  @Test
  @Order(2)
  void itWatchesAllFourCpusAndCallsNoneUnreliable(TestReporter report) throws InterruptedException {
    Judgement status = service.status();

    status.assertInSync(4);
    assertThat(status.json().path("history").path("recording").asBoolean()).isTrue();
    assertThat(service.history("watch-started", begin)).hasSize(1);
    service.assertRaised("cpuid.not-invariant", begin);
    service.assertNeverUnreliable(begin);
    report.publishEntry("verdict", status.summary());
  }

  @Test
  @Order(3)
  void theStatusCommandAgrees() throws InterruptedException {
    Answer answer = guest.run("tscwatch status --format json");

    assertThat(answer.json().path("format").asText()).isEqualTo("tscwatch-status/1");
    Judgement status = new Judgement(answer.json());
    status.assertNotUnreliable();
    assertThat(answer.exitCode()).isEqualTo(status.verdict().equals("UNKNOWN") ? 3 : 1);
  }

  @Test
  @Order(4)
  void theJournalHasItsFields() throws InterruptedException {
    JsonNode started = service.journal(Messages.STARTED, begin).get(0);
    JsonNode ready = service.journal(Messages.READY, begin).get(0);

    assertThat(started.path("TSCWATCH_MODE").asText()).isEqualTo("advise");
    assertThat(started.path("TSCWATCH_VERSION").asText()).isNotEmpty();
    assertThat(ready.path("TSCWATCH_VERDICT").asText()).isIn("RELIABLE", "UNKNOWN");
    assertThat(ready.path("PRIORITY").asText())
        .isEqualTo(ready.path("TSCWATCH_VERDICT").asText().equals("RELIABLE") ? "6" : "4");
    assertThat(ready.path("_SYSTEMD_UNIT").asText()).isEqualTo("tscwatch.service");
  }

  @Test
  @Order(5)
  void theServiceHasItsTwoCapabilitiesAndNoOther() throws InterruptedException {
    assertThat(service.capabilities()).isEqualTo(CAPABILITIES);
    assertThat(guest.succeed("awk '/^Uid/ { print $2 }' /proc/" + service.pid() + "/status"))
        .isEqualTo(guest.succeed("id -u tscwatch"));
  }

  @Test
  @Order(6)
  void whereTheServiceIsNotEvenRootCanWriteToEtc() throws InterruptedException {
    for (String file : List.of("/etc/mine", "/etc/tscwatch/mine", "/usr/mine")) {
      Answer answer =
          guest.run("nsenter --mount --target %d -- touch %s".formatted(service.pid(), file));

      assertThat(answer.exitCode()).as(file).isNotZero();
      assertThat(answer.errors()).contains("Read-only file system");
    }
  }

  /** A shell in the service's control group: root, and yet held to the unit's devices. */
  @Test
  @Order(7)
  void ofTheDevicesOnlyThoseThatItReadsAreOpenToIt() throws InterruptedException {
    Answer answer =
        guest.run(
            """
            echo $$ >/sys/fs/cgroup/system.slice/tscwatch.service/cgroup.procs
            for device in /dev/cpu/0/msr /dev/kmsg; do
              (: <$device) || echo denied
            done
            (: </dev/vda) || (: </dev/port) || echo only those
            """);

    assertThat(answer.text()).isEqualTo("only those");
    assertThat(answer.errors()).contains("Operation not permitted");
  }

  @Test
  @Order(8)
  void systemCallsAreFilteredAndNoPrivilegeCanBeGained() throws InterruptedException {
    assertThat(
            guest.succeed(
                "grep -E '^(Seccomp|NoNewPrivs):' /proc/%d/status".formatted(service.pid())))
        .isEqualToNormalizingWhitespace("NoNewPrivs: 1 Seccomp: 2");
  }

  @Test
  @Order(9)
  void forAllThatItReadsTheMsrDeviceAndTheKernelLog() throws InterruptedException {
    Judgement status = service.status();

    assertThat(status.tscAdjust()).containsExactly("0", "0", "0", "0");
    assertThat(status.codes())
        .doesNotContain("adjust.denied", "adjust.no-device", "kernel.log-unreadable");
    assertThat(status.json().path("facts").path("kernelLog").path("events"))
        .extracting(event -> event.path("code").asText())
        .contains("tsc-calibrated");
  }

  @Test
  @Order(10)
  void aReloadTakesNewSettingsWithoutARestart() throws InterruptedException {
    int pid = service.pid();
    Instant before = service.now();
    guest.succeed(
        "mkdir -p /etc/tscwatch/tscwatch.yaml.d; cd /etc/tscwatch/tscwatch.yaml.d;"
            + " echo 'verdict: { max-skew: 2us }' >skew.yaml; systemctl reload tscwatch");

    JsonNode reloaded = service.awaitJournal(Messages.CONFIGURATION_RELOADED, before).get(0);
    assertThat(reloaded.path("MESSAGE").asText()).contains("max-skew");
    assertThat(service.pid()).isEqualTo(pid);
    service.awaitStatus(
        "the new limit", s -> s.json().path("limits").path("maxSkewNanos").asInt() == 2000);
  }

  @Test
  @Order(11)
  void settingsThatAreWrongAreRefusedAndTheOldOnesStay() throws InterruptedException {
    int pid = service.pid();
    Instant before = service.now();
    guest.succeed(
        "cd /etc/tscwatch/tscwatch.yaml.d; echo 'measurement: { interval: never }' >wrong.yaml;"
            + " systemctl reload tscwatch");

    JsonNode refused = service.awaitJournal(Messages.CONFIGURATION_REFUSED, before).get(0);
    assertThat(refused.path("TSCWATCH_REASON").asText()).contains("interval");
    assertThat(service.pid()).isEqualTo(pid);
    assertThat(service.get("/v1/status").path("limits").path("maxSkewNanos").asInt())
        .isEqualTo(2000);
    guest.succeed("rm -r /etc/tscwatch/tscwatch.yaml.d");
  }

  @Test
  @Order(12)
  void itStopsWhenItIsToldTo() throws InterruptedException {
    guest.succeed("systemctl stop tscwatch");

    assertThat(service.property("Result")).isEqualTo("success");
    assertThat(service.journal(Messages.STOPPING, begin)).hasSize(1);
  }

  @Test
  @Order(13)
  void aPurgeLeavesNothingBehind() throws InterruptedException {
    guest.succeed("dpkg --purge tscwatch");

    assertThat(
            guest.succeed(
                "find / -xdev -iname '*tscwatch*' ! -path '/root/*' ! -path '/var/log/*'"))
        .isEmpty();
    assertThat(guest.succeed("ls -d /run/tscwatch /run/systemd/system/tscwatch* 2>/dev/null || :"))
        .isEmpty();
    assertThat(guest.run("getent passwd tscwatch").exitCode()).isEqualTo(2);
    assertThat(service.property("LoadState")).isEqualTo("not-found");
  }
}
