package io.tscwatch.daemon.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.simulate.Event;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.watch.WatchEngine;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchListener;
import io.tscwatch.checks.watch.WatchSettings;
import io.tscwatch.checks.watch.WatchStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalLinesTest {

  private static final long SECOND = 1_000_000_000L;

  /** What would have a line, of the events that each status comes with. */
  private static final class Told implements WatchListener {

    final List<WatchEvent> all = new ArrayList<>();
    private final List<WatchEvent> waiting = new ArrayList<>();

    @Override
    public void event(WatchEvent event) {
      waiting.add(event);
    }

    @Override
    public void status(WatchStatus status) {
      all.addAll(JournalLines.toldOnce(waiting));
      waiting.clear();
    }

    List<WatchEvent> about(FindingCode code) {
      return all.stream().filter(event -> event.code().filter(code::equals).isPresent()).toList();
    }
  }

  private static Told watch(Scenario scenario, long seconds) throws InterruptedException {
    Told told = new Told();
    try (SimulatedMachine machine = new SimulatedMachine(scenario)) {
      WatchEngine engine = new WatchEngine(machine, WatchSettings.DEFAULT, List.of(told));
      long until = machine.monotonicNanos() + seconds * SECOND;
      while (machine.monotonicNanos() < until) {
        engine.tick();
        machine.sleepNanos(engine.nanosUntilNextTick());
      }
    }
    return told;
  }

  @Test
  void aWrittenTscAdjustIsToldOnceAndNotByItsFindingAgain() throws InterruptedException {
    Told told =
        watch(
            Scenario.builder("written", MachineShape.of(2, 1, 1, 2, 1))
                .at(20 * SECOND, new Event.AdjustWritten(CpuSet.of(3), 5000))
                .build(),
            30);

    assertThat(told.about(FindingCode.ADJUST_CHANGED))
        .extracting(WatchEvent::kind)
        .containsExactly(WatchEvent.Kind.FINDING_RAISED);
  }

  @Test
  void aSecondChangeWhileTheFindingStandsIsToldToo() throws InterruptedException {
    Told told =
        watch(
            Scenario.builder("written", MachineShape.of(2, 1, 1, 2, 1))
                .at(20 * SECOND, new Event.AdjustWritten(CpuSet.of(3), 5000))
                .at(25 * SECOND, new Event.AdjustWritten(CpuSet.of(3), 700))
                .build(),
            35);

    assertThat(told.about(FindingCode.ADJUST_CHANGED))
        .extracting(WatchEvent::sentence)
        .satisfiesExactly(
            first -> assertThat(first).contains("from 0 to 5000"),
            second -> assertThat(second).contains("from 5000 to 700"));
  }
}
