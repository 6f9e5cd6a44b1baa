package io.tscwatch.daemon.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.MachineShape;
import org.junit.jupiter.api.Test;

class RehearsalTest {

  @Test
  void noPairIsMeasured() {
    SimulatedMachine machine =
        new SimulatedMachine(Scenario.builder("rehearsal", MachineShape.of(1, 1, 1, 4, 1)).build());
    long before = machine.elapsedNanos();

    Rehearsal.play(() -> machine);

    // One exchange takes half a millisecond of the machine's time.
    assertThat(machine.elapsedNanos() - before).isLessThan(500_000);
  }
}
