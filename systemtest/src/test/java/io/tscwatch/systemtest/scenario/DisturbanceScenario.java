package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tscwatch.systemtest.guest.Guest;
import io.tscwatch.systemtest.guest.GuestMachine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;

/** What can happen to a service and its machine while it watches. */
@Tag("system")
@DisplayName("The service, while things happen to it and its machine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DisturbanceScenario {

  private static final String CLOCKSOURCE =
      "/sys/devices/system/clocksource/clocksource0/current_clocksource";

  private static final Duration COST =
      Duration.ofSeconds(Integer.getInteger("systemtest.costSeconds", 60));

  private static Guest guest;
  private static Service service;

  @BeforeAll
  static void boot() throws IOException, InterruptedException {
    guest =
        Guest.boot(
            new GuestMachine(
                GuestMachine.CONSTANT_TSC,
                2,
                2,
                GuestMachine.Disk.INSTALLED,
                // The boot CPU of this kernel goes offline only if it is told at boot that it may.
                List.of("cpu0_hotplug")));
    service = new Service(guest);
    service.awaitActive(0);
    service.awaitStatus("a ready status", s -> s.path("ready").asBoolean());
  }

  @AfterAll
  static void end() {
    Guest.end(guest);
  }

  private static void online(int cpu, boolean online) throws InterruptedException {
    guest.succeed("echo " + (online ? 1 : 0) + " >/sys/devices/system/cpu/cpu" + cpu + "/online");
  }

  private static void awaitCpus(int count) throws InterruptedException {
    service.awaitStatus(
        count + " CPUs online and measured",
        status -> {
          int online = 0;
          for (JsonNode cpu : status.path("cpus")) {
            online += cpu.path("online").asBoolean() ? 1 : 0;
          }
          return online == count && status.path("ready").asBoolean();
        });
  }

  private static void assertNotUnreliable() throws InterruptedException {
    assertThat(service.status().path("verdict").asText()).isNotEqualTo("UNRELIABLE");
  }

  @Test
  @Order(1)
  void itsCostIsSmall(TestReporter reporter) throws InterruptedException {
    String script =
        "pid=%d; awk '/usage_usec/ { print $2 }' /sys/fs/cgroup/system.slice/tscwatch.service/cpu.stat;"
            + " cat /proc/$pid/task/*/status | awk '/^voluntary/ { n += $2 } END { print n }'";
    List<String> before = guest.succeed(script.formatted(service.pid())).lines().toList();
    Thread.sleep(COST.toMillis());
    List<String> after = guest.succeed(script.formatted(service.pid())).lines().toList();
    long cpuMicros = Long.parseLong(after.get(0)) - Long.parseLong(before.get(0));
    long wakeups = Long.parseLong(after.get(1)) - Long.parseLong(before.get(1));
    long rssKib =
        Long.parseLong(
            guest.succeed("awk '/^VmRSS/ { print $2 }' /proc/" + service.pid() + "/status"));

    reporter.publishEntry(
        "cost in " + COST.toSeconds() + " s",
        cpuMicros / 1000 + " ms of CPU time, " + rssKib / 1024 + " MiB, " + wakeups + " wakeups");
    // Emulated instructions take twenty times as long as real ones.
    assertThat(cpuMicros).isLessThan(COST.toMillis() * 1000 / 4);
    assertThat(rssKib).isLessThan(256 * 1024);
  }

  @Test
  @Order(2)
  void cpusThatComeAndGoAreEventsAndNoFaults() throws InterruptedException {
    int before = service.journal(Messages.CPU_HOTPLUG).size();
    for (int round = 0; round < 2; round++) {
      online(3, false);
      awaitCpus(3);
      online(3, true);
      awaitCpus(4);
    }

    assertThat(service.awaitJournal(Messages.CPU_HOTPLUG, before + 3)).isNotEmpty();
    assertNotUnreliable();
  }

  @Test
  @Order(3)
  void whenTheReferenceGoesAnotherOneTakesItsPlace() throws InterruptedException {
    int reference = service.status().path("referenceCpu").asInt();
    online(reference, false);
    awaitCpus(3);
    service.awaitStatus(
        "another reference", s -> s.path("referenceCpu").asInt(reference) != reference);
    assertNotUnreliable();
    online(reference, true);
    awaitCpus(4);
    assertNotUnreliable();
  }

  @Test
  @Order(4)
  void aClocksourceChosenBehindItsBackIsNoticedAndDated() throws InterruptedException {
    String before = guest.succeed("cat " + CLOCKSOURCE);
    String other = before.equals("acpi_pm") ? "hpet" : "acpi_pm";
    int seen = service.journal(Messages.CLOCKSOURCE_CHANGED).size();
    guest.succeed("echo " + other + " >" + CLOCKSOURCE);

    List<JsonNode> entries = service.awaitJournal(Messages.CLOCKSOURCE_CHANGED, seen);
    JsonNode last = entries.get(entries.size() - 1);
    assertThat(last.path("TSCWATCH_CLOCKSOURCE_BEFORE").asText()).isEqualTo(before);
    assertThat(last.path("TSCWATCH_CLOCKSOURCE").asText()).isEqualTo(other);
    service.awaitStatus(
        "the finding",
        s -> s.path("findings").findValuesAsText("code").contains("kernel.clocksource-not-tsc"));
    assertNotUnreliable();
    guest.succeed("echo " + before + " >" + CLOCKSOURCE);
    service.awaitJournal(Messages.CLOCKSOURCE_CHANGED, seen + 1);
  }

  @Test
  @Order(5)
  void aFullDiskStopsTheHistoryAndNotTheWatch() throws InterruptedException {
    int pid = service.pid();
    guest.run("fallocate -l 100G /full; cat /dev/zero >/full 2>/dev/null; sync");
    long sweeps = service.status().path("counters").path("sweeps").asLong();

    service.awaitStatus(
        "more sweeps", s -> s.path("counters").path("sweeps").asLong() > sweeps + 5);
    assertThat(service.pid()).isEqualTo(pid);
    guest.succeed("rm /full");
    service.awaitStatus("a history again", s -> s.path("history").path("recording").asBoolean());
  }

  @Test
  @Order(6)
  void aJournalThatRestartsGetsTheNextLines() throws InterruptedException {
    int reloads = service.journal(Messages.CONFIGURATION_RELOADED).size();
    guest.succeed("systemctl restart systemd-journald; systemctl reload tscwatch");

    service.awaitJournal(Messages.CONFIGURATION_RELOADED, reloads);
  }

  @Test
  @Order(7)
  void anMsrModuleThatGoesAndComesBackIsNoticed() throws InterruptedException {
    guest.succeed("modprobe -r msr");
    service.awaitStatus(
        "TSC_ADJUST unknown",
        s -> s.path("cpus").findValuesAsText("tscAdjustCycles").stream().allMatch("null"::equals));
    guest.succeed("modprobe msr; udevadm settle");
    service.awaitStatus(
        "TSC_ADJUST known",
        s -> s.path("cpus").findValuesAsText("tscAdjustCycles").stream().allMatch("0"::equals));
    assertNotUnreliable();
  }

  @Test
  @Order(8)
  void killedItIsStartedAnew() throws InterruptedException {
    int pid = service.pid();
    guest.succeed("kill -9 " + pid);

    service.awaitActive(pid);
    service.awaitStatus("a ready status", s -> s.path("ready").asBoolean());
    assertThat(service.status().path("history").path("recording").asBoolean()).isTrue();
  }

  @Test
  @Order(9)
  void frozenItIsEndedBySystemdsWatchdogAndStartedAnew() throws InterruptedException {
    int pid = service.pid();
    guest.succeed("kill -STOP " + pid);

    service.awaitActive(pid);
    assertThat(guest.succeed("journalctl -u tscwatch")).contains("Watchdog timeout");
    service.awaitStatus("a ready status", s -> s.path("ready").asBoolean());
    assertNotUnreliable();
  }
}
