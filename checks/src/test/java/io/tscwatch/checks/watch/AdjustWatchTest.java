package io.tscwatch.checks.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.simulate.Event;
import io.tscwatch.checks.simulate.MsrAccess;
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

  /** One CPU is asked for all as long as none answers; a device that comes is then read on each. */
  @Test
  void aDeviceThatComesIsReadOnEveryCpuAtOnce() throws InterruptedException {
    Scenario scenario =
        Scenario.builder("two", MachineShape.of(1, 1, 1, 2, 1))
            .at(0, new Event.MsrAccessChange(MsrAccess.NO_DEVICE))
            .at(2 * WatchRun.SECOND, new Event.MsrAccessChange(MsrAccess.READABLE))
            .build();
    try (SimulatedMachine machine = new SimulatedMachine(scenario)) {
      AdjustWatch watch = new AdjustWatch(machine);
      machine.sleepNanos(WatchRun.SECOND);
      watch.poll(CpuSet.of(0, 1));
      assertThat(watch.access()).isInstanceOf(Reading.Absent.class);

      machine.sleepNanos(2 * WatchRun.SECOND);
      int polls = 0;
      while (!(watch.access() instanceof Reading.Present) && polls++ < 20) {
        watch.poll(CpuSet.of(0, 1));
      }
      assertThat(watch.readings().values())
          .hasSize(2)
          .allMatch(reading -> reading instanceof Reading.Present);
    }
  }
}
