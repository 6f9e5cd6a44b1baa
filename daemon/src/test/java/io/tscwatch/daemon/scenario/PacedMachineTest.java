package io.tscwatch.daemon.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tscwatch.checks.simulate.SimulatedMachine;
import org.junit.jupiter.api.Test;

class PacedMachineTest {

  @Test
  void itSleepsAsMuchShorterAsItIsFaster() throws Exception {
    SimulatedMachine simulated = new SimulatedMachine(ScenarioFile.load("all-in-sync-2"));
    try (PacedMachine machine = new PacedMachine(simulated, 1000)) {
      long realBefore = System.nanoTime();
      long before = machine.monotonicNanos();
      for (int i = 0; i < 5; i++) {
        machine.sleepNanos(1_000_000_000L);
      }
      assertThat(machine.monotonicNanos() - before).isEqualTo(5_000_000_000L);
      // Never early; how late depends on who else is running.
      assertThat(System.nanoTime() - realBefore).isGreaterThan(4_500_000L);
    }
  }

  @Test
  void itCannotStandStill() throws Exception {
    SimulatedMachine simulated = new SimulatedMachine(ScenarioFile.load("all-in-sync-2"));
    assertThatThrownBy(() -> new PacedMachine(simulated, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
