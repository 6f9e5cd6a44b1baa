package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tscwatch.systemtest.guest.Guest;
import io.tscwatch.systemtest.guest.GuestMachine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A good TSC on machines of several shapes. All counters of an emulated machine are the host's, so
 * that they are equal by construction; what varies is how long an emulated CPU is not running.
 */
@Tag("system")
@ParameterizedClass(name = "Counters in sync: {0}")
@MethodSource("machines")
class InSyncScenario {

  /** For each machine: two minutes in all for the gate, ten in an extended run. */
  private static final Duration NOISE =
      Duration.ofSeconds(Integer.getInteger("systemtest.noiseSeconds", 40));

  /** NullAway does not know who calls {@link #boot}. */
  @SuppressWarnings("NullAway.Init")
  private static Guest guest;

  private final GuestMachine machine;

  InSyncScenario(GuestMachine machine) {
    this.machine = machine;
  }

  static Stream<GuestMachine> machines() {
    return Stream.of(
        GuestMachine.withoutService(GuestMachine.CONSTANT_TSC, 2, 2),
        GuestMachine.withoutService(GuestMachine.CONSTANT_TSC, 4, 1),
        GuestMachine.withoutService(GuestMachine.CONSTANT_TSC, 1, 8));
  }

  @BeforeParameterizedClassInvocation
  static void boot(GuestMachine machine) throws IOException, InterruptedException {
    guest = Guest.boot(machine);
  }

  @AfterParameterizedClassInvocation
  static void end() {
    Guest.end(guest);
  }

  @Test
  void theKernelKnowsThatTheTscTicksAtOneRate() throws InterruptedException {
    assertThat(guest.succeed("grep -o -w constant_tsc /proc/cpuinfo | wc -l"))
        .isEqualTo(Integer.toString(machine.cpus()));
  }

  @Test
  void everyCpuIsFoundInItsPackageAndEveryPairIsMeasured() throws InterruptedException {
    CheckOutput check = CheckOutput.of(guest, "--sweeps 1");

    List<Integer> packages = new ArrayList<>();
    for (JsonNode cpu : check.cpus()) {
      packages.add(cpu.path("place").path("package").asInt(-1));
    }
    List<Integer> wanted = new ArrayList<>();
    for (int cpu = 0; cpu < machine.cpus(); cpu++) {
      wanted.add(cpu / machine.cores());
    }
    assertThat(packages).as("%s", check).isEqualTo(wanted);
    int pairs = machine.cpus() * (machine.cpus() - 1) / 2;
    assertThat(check.json().path("coverage").path("pairsInSweep").asInt()).isEqualTo(pairs);
    check.assertInSync(machine.cpus());
  }

  @Test
  void noNoiseMakesAnUnreliableMachineOfIt() throws InterruptedException {
    long end = System.nanoTime() + NOISE.toNanos();
    List<String> verdicts = new ArrayList<>();
    do {
      CheckOutput check = CheckOutput.of(guest, "--sweeps 3");
      check.assertInSync(machine.cpus());
      verdicts.add(check.verdict());
    } while (System.nanoTime() < end);
    assertThat(verdicts).isSubsetOf("RELIABLE", "UNKNOWN");
  }
}
