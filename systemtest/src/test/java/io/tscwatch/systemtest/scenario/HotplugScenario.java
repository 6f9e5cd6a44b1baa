package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.systemtest.guest.GuestMachine;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** CPUs that come and go are events, and no faults. */
@Scenario
@Order(41)
@DisplayName("4. CPUs go offline and come back")
class HotplugScenario {

  private static final int ROUNDS = 3;

  private static Service service;
  private static Instant begin;

  @BeforeAll
  static void boot() throws IOException, InterruptedException {
    service = Service.on(GuestMachine.USUAL);
    service.configure(Service.LARGER_SHARE);
    begin = service.now();
  }

  @AfterAll
  static void allOnline() throws InterruptedException {
    service
        .guest()
        .run("for cpu in /sys/devices/system/cpu/cpu[0-9]*/online; do echo 1 >$cpu; done");
    service.configure();
  }

  private static void online(int cpu, boolean online) throws InterruptedException {
    service
        .guest()
        .succeed("echo %d >/sys/devices/system/cpu/cpu%d/online".formatted(online ? 1 : 0, cpu));
  }

  private static Judgement awaitOnline(Integer... cpus) throws InterruptedException {
    return service.awaitStatus(
        "CPUs " + List.of(cpus) + " online and measured",
        status ->
            status.online().equals(List.of(cpus))
                && status.cpus().stream()
                    .filter(cpu -> cpu.path("online").asBoolean())
                    .filter(cpu -> cpu.path("cpu").asInt() != status.referenceCpu())
                    .noneMatch(cpu -> cpu.path("offset").isNull()));
  }

  @Test
  @Order(1)
  void aCpuThatGoesAndComesIsAnEventAndMeasuredAnew() throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      online(3, false);
      awaitOnline(0, 1, 2).assertInSync(3);
      online(3, true);
      awaitOnline(0, 1, 2, 3).assertInSync(4);
    }

    assertThat(service.history("cpu-offline", begin)).hasSize(ROUNDS);
    assertThat(service.history("cpu-online", begin)).hasSize(ROUNDS);
    assertThat(service.awaitJournal(Messages.CPU_HOTPLUG, begin))
        .hasSize(2 * ROUNDS)
        .allMatch(entry -> entry.path("TSCWATCH_CPU").asText().equals("3"));
  }

  @Test
  @Order(2)
  void whenTheReferenceGoesAnotherOneTakesItsPlace() throws InterruptedException {
    Instant before = service.now();
    assertThat(service.status().referenceCpu()).isZero();
    online(0, false);
    Judgement without = awaitOnline(1, 2, 3);

    assertThat(without.referenceCpu()).isNotZero();
    without.assertInSync(3);
    assertThat(service.history("reference-changed", before)).isNotEmpty();
    assertThat(service.history("permission-lost", before)).isEmpty();
    online(0, true);
    awaitOnline(0, 1, 2, 3).assertInSync(4);
  }

  /** Faster than it looks: what it measures is gone while it measures. */
  @Test
  @Order(3)
  void aLoopThatDoesNotWaitForItDoesNoHarm() throws InterruptedException {
    int pid = service.pid();
    service
        .guest()
        .succeed(
            """
            cd /sys/devices/system/cpu
            for round in 1 2 3 4 5; do
              for cpu in 0 1 2 3; do echo 0 >cpu$cpu/online; echo 1 >cpu$cpu/online; done
            done
            """);

    awaitOnline(0, 1, 2, 3).assertInSync(4);
    assertThat(service.pid()).isEqualTo(pid);
    service.assertNeverUnreliable(begin);
  }
}
