package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tscwatch.systemtest.guest.GuestMachine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A good TSC on machines of several shapes. All counters of an emulated machine are the host's, so
 * that they are equal by construction; what varies is how long an emulated CPU is not running.
 */
@Scenario
@Order(30)
@DisplayName("3. Counters in sync, on machines of three shapes")
@ParameterizedClass(name = "3. Counters in sync: {0}")
@MethodSource("machines")
class InSyncScenario {

  /** For each machine: two minutes in all for the gate, ten in an extended run. */
  private static final Duration NOISE =
      Duration.ofSeconds(Integer.getInteger("systemtest.noiseSeconds", 40));

  private static final Duration PACE = Duration.ofSeconds(4);

  /** NullAway does not know who calls {@link #boot}. */
  @SuppressWarnings("NullAway.Init")
  private static Service service;

  private final GuestMachine machine;

  InSyncScenario(GuestMachine machine) {
    this.machine = machine;
  }

  static Stream<GuestMachine> machines() {
    return Stream.of(
        GuestMachine.of(GuestMachine.CONSTANT_TSC, 1, 8),
        GuestMachine.of(GuestMachine.CONSTANT_TSC, 4, 1),
        GuestMachine.USUAL);
  }

  @BeforeParameterizedClassInvocation
  static void boot(GuestMachine machine) throws IOException, InterruptedException {
    service = Service.on(machine);
  }

  /** Now and then its watchdog takes a pause of an emulated CPU for skew: then this is said. */
  @Test
  @Order(1)
  void theKernelTakesTheTscAndWatchesItByTheHpet(TestReporter report) throws InterruptedException {
    String clocksource = service.guest().succeed("cat " + ClocksourceScenario.CURRENT);
    List<String> codes = service.status().codes();

    assertThat(service.guest().succeed("grep -o -w constant_tsc /proc/cpuinfo | wc -l"))
        .isEqualTo(Integer.toString(machine.cpus()));
    assertThat(codes.contains("kernel.watchdog-off")).isNotEqualTo(machine.watchesTheTsc());
    if (!clocksource.equals("tsc")) {
      assertThat(codes).contains("kernel.marked-unstable");
    }
    report.publishEntry("the kernel's clocksource", clocksource);
  }

  @Test
  @Order(2)
  void everyCpuIsFoundInItsPackageAndMeasured() throws InterruptedException {
    Judgement status = service.status();

    List<Integer> packages = new ArrayList<>();
    List<Integer> wanted = new ArrayList<>();
    for (JsonNode cpu : status.cpus()) {
      packages.add(cpu.path("place").path("package").asInt(-1));
      wanted.add(wanted.size() / machine.cores());
    }
    assertThat(packages).hasSize(machine.cpus()).isEqualTo(wanted);
    status.assertInSync(machine.cpus());
  }

  @Test
  @Order(3)
  void everyPairIsBounded() throws InterruptedException {
    JsonNode upper = service.get("/v1/matrix").path("upperCycles");

    assertThat(upper).hasSize(machine.cpus());
    for (JsonNode row : upper) {
      assertThat(row).hasSize(machine.cpus()).noneMatch(JsonNode::isNull);
      // Equal counters: no upper bound of an offset can be below zero.
      assertThat(row).allMatch(bound -> bound.asLong() >= 0);
    }
  }

  @Test
  @Order(4)
  void noNoiseMakesAnUnreliableMachineOfIt(TestReporter report) throws InterruptedException {
    // The second half with every other CPU busy.
    service
        .guest()
        .succeed(
            "for cpu in $(seq 0 2 %d); do (sleep %d; exec timeout %d taskset -c $cpu yes) & done"
                    .formatted(machine.cpus() - 1, NOISE.toSeconds() / 2, NOISE.toSeconds() / 2)
                + " >/dev/null 2>&1");
    long end = System.nanoTime() + NOISE.toNanos();
    Judgement status;
    int seen = 0;
    int reliable = 0;
    do {
      Thread.sleep(PACE.toMillis());
      status = service.status();
      status.assertInSync(machine.cpus());
      seen++;
      reliable += status.verdict().equals("RELIABLE") ? 1 : 0;
    } while (System.nanoTime() < end);

    service.assertNeverUnreliable(Instant.EPOCH);
    report.publishEntry(
        "verdicts",
        "RELIABLE %d times of %d, else UNKNOWN; at last %s"
            .formatted(reliable, seen, status.summary()));
  }
}
