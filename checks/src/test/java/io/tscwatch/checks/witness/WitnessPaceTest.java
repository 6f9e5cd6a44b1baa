package io.tscwatch.checks.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.facts.FactsReader;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.reference.ClockQuestion;
import io.tscwatch.checks.simulate.ClockPlan;
import io.tscwatch.checks.simulate.SimulatedMachine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How often each clock is asked, in ten minutes of virtual time with a look a second. */
class WitnessPaceTest {

  private static final int SECONDS = 600;

  private final Map<ClockKind, Integer> asked = new EnumMap<>(ClockKind.class);

  private void watch(ClockPlan... clocks) throws InterruptedException {
    SimulatedMachine simulated = new SimulatedMachine(BenchRun.bareMetal(clocks).build());
    Machine machine =
        (Machine)
            Proxy.newProxyInstance(
                Machine.class.getClassLoader(),
                new Class<?>[] {Machine.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("clock")) {
                    asked.merge(((ClockQuestion) arguments[0]).kind(), 1, Integer::sum);
                  }
                  try {
                    return method.invoke(simulated, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    Facts facts = FactsReader.read(machine, FactsReader.topology(machine), Optional.empty());
    WitnessBench bench = new WitnessBench(machine, WitnessSettings.DEFAULT);
    for (int second = 0; second < SECONDS; second++) {
      bench.look(0, facts, OptionalLong.empty());
      machine.sleepNanos(BenchRun.SECOND);
    }
  }

  @Test
  void clocksThatVoteAreAskedEveryTwoSeconds() throws InterruptedException {
    watch(BenchRun.usual(ClockKind.HPET), BenchRun.usual(ClockKind.ACPI_PM));

    assertThat(asked.get(ClockKind.HPET)).isEqualTo(SECONDS / 2);
    assertThat(asked.get(ClockKind.ACPI_PM)).isEqualTo(SECONDS / 2);
  }

  /** An RTC is asked soon again at first: its update may just be awaited. */
  @Test
  void clocksThatAreNotThereAreAskedOnceAMinute() throws InterruptedException {
    watch();

    assertThat(asked.get(ClockKind.HPET)).isEqualTo(SECONDS / 60);
    assertThat(asked.get(ClockKind.ACPI_PM)).isEqualTo(SECONDS / 60);
    assertThat(asked.get(ClockKind.RTC)).isBetween(SECONDS / 60, SECONDS / 60 + 5);
  }

  @Test
  void clocksThatAreTheTscAreAskedTwiceAMinuteOnceTheirRateIsKnown() throws InterruptedException {
    watch();

    assertThat(asked.get(ClockKind.MONOTONIC_RAW)).isBetween(SECONDS / 30, SECONDS / 30 + 5);
  }
}
