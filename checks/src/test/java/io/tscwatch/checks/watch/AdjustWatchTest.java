package io.tscwatch.checks.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.simulate.Event;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import org.junit.jupiter.api.Test;

class AdjustWatchTest {

  /** Seen in an emulated machine: the registers were polled before the CPU was known to be gone. */
  @Test
  void aCpuThatGoesOfflineTakesNoRightAway() throws InterruptedException {
    Scenario scenario =
        Scenario.builder("two", MachineShape.of(1, 1, 1, 2, 1))
            .at(WatchRun.SECOND, new Event.Offline(CpuSet.of(0)))
            .build();
    try (SimulatedMachine machine = new SimulatedMachine(scenario)) {
      AdjustWatch watch = new AdjustWatch(machine);
      machine.sleepNanos(2 * WatchRun.SECOND);
      watch.poll(CpuSet.of(0, 1));

      assertThat(watch.reading(0)).isInstanceOf(Reading.Absent.class);
      assertThat(watch.access()).isInstanceOf(Reading.Present.class);
    }
  }
}
