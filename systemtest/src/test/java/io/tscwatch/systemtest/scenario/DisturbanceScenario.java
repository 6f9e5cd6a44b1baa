package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tscwatch.systemtest.guest.GuestMachine;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What can happen to a service. */
@Scenario
@Order(43)
@DisplayName("5. Killed, frozen, out of disk, without journal, without the msr module")
class DisturbanceScenario {

  private static final String STATE = "/var/lib/tscwatch";
  private static final String CPU_3 = "/sys/devices/system/cpu/cpu3/online";

  private static Service service;
  private static Instant begin;

  @BeforeAll
  static void boot() throws IOException, InterruptedException {
    service = Service.on(GuestMachine.USUAL);
    service.configure(Service.LARGER_SHARE);
    begin = service.now();
  }

  @AfterAll
  static void repair() throws InterruptedException {
    service.guest().run("umount --lazy " + STATE + "; modprobe msr; echo 1 >" + CPU_3);
    service.configure();
  }

  @Test
  @Order(1)
  void aJournalThatRestartsGetsTheNextLines() throws InterruptedException {
    int pid = service.pid();
    Instant before = service.now();
    service.guest().succeed("systemctl restart systemd-journald; systemctl reload tscwatch");

    service.awaitJournal(Messages.CONFIGURATION_RELOADED, before);
    assertThat(service.pid()).isEqualTo(pid);
  }

  @Test
  @Order(2)
  void anMsrModuleThatGoesAndComesBackIsNoticed() throws InterruptedException {
    Instant before = service.now();
    service.guest().succeed("modprobe -r msr");
    service.awaitStatus(
        "TSC_ADJUST unknown", s -> s.tscAdjust().equals(Collections.nCopies(4, "null")));
    // The register is there, as it was before; it is the device that is gone.
    assertThat(service.awaitFinding("adjust.no-device").codes())
        .doesNotContain("adjust.unsupported");
    assertThat(
            service.awaitJournal(Messages.PERMISSION_LOST, before).get(0).path("MESSAGE").asText())
        .contains("modprobe msr");

    service.guest().succeed("modprobe msr; udevadm settle");
    service
        .awaitStatus("TSC_ADJUST known", s -> s.tscAdjust().equals(Collections.nCopies(4, "0")))
        .assertNotUnreliable();
    assertThat(service.history("permission-lost", before)).hasSize(1);
    assertThat(service.history("permission-regained", before)).hasSize(1);
  }

  @Test
  @Order(3)
  void killedItIsStartedAnewWithItsHistory() throws InterruptedException {
    int pid = service.pid();
    Instant before = service.now();
    service.guest().succeed("kill -KILL " + pid);

    service.awaitReady(pid);
    assertThat(service.guest().succeed("journalctl -u tscwatch")).contains("status=9/KILL");
    assertThat(service.history("watch-started", before)).hasSize(1);
    assertThat(service.history("permission-lost", begin)).hasSize(1);
    service.status().assertNotUnreliable();
  }

  /** Frozen it feeds no watchdog. Started anew it gets a disk that is nearly full. */
  @Test
  @Order(4)
  void frozenItIsEndedBySystemdsWatchdogAndStartedAnew() throws InterruptedException {
    int pid = service.pid();
    service
        .guest()
        .succeed(
            "kill -STOP %d; mount -t tmpfs -o size=4m,mode=750,uid=tscwatch,gid=tscwatch tmpfs %s"
                .formatted(pid, STATE));

    service.awaitReady(pid);
    assertThat(service.guest().succeed("journalctl -u tscwatch")).contains("Watchdog timeout");
    service.status().assertNotUnreliable();
  }

  /** What happens meanwhile stays in memory, and is written once there is room. */
  @Test
  @Order(5)
  void aFullDiskDelaysTheHistoryAndNotTheWatch() throws InterruptedException {
    int pid = service.pid();
    Instant before = service.now();
    service.guest().run("cat /dev/zero >" + STATE + "/full");
    service.guest().succeed("echo 0 >" + CPU_3);
    Judgement full = service.awaitStatus("a history that is not kept", s -> !recording(s));
    long sweeps = sweeps(full);

    assertThat(full.json().path("history").path("problem").asText()).contains("cannot grow");
    JsonNode entry = service.awaitJournal(Messages.HISTORY_PROBLEM, before).get(0);
    assertThat(entry.path("TSCWATCH_PATH").asText()).isEqualTo(STATE + "/history.db");
    service.awaitStatus("more sweeps", s -> sweeps(s) > sweeps + 3).assertInSync(3);

    service.guest().succeed("rm " + STATE + "/full; echo 1 >" + CPU_3);
    service.awaitStatus("a history again", DisturbanceScenario::recording);
    assertThat(service.history("cpu-offline", before)).hasSize(1);
    assertThat(service.pid()).isEqualTo(pid);
  }

  @Test
  @Order(6)
  void allThisNeverMadeTheTscUnreliable() throws InterruptedException {
    service.assertNeverUnreliable(begin);
    assertThat(service.property("NRestarts")).isEqualTo("2");
  }

  private static boolean recording(Judgement status) {
    return status.json().path("history").path("recording").asBoolean();
  }

  private static long sweeps(Judgement status) {
    return status.json().path("counters").path("sweeps").asLong();
  }
}
