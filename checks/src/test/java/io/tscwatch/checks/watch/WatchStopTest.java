package io.tscwatch.checks.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.MachineShape;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchStopTest {

  private static final int INTERRUPTED_DURING = 3;

  private final List<Object> exchanges = new ArrayList<>();

  /** The machine, and whoever watches it interrupted while it measures. */
  private Machine interruptedWhile(Machine machine) {
    return (Machine)
        Proxy.newProxyInstance(
            Machine.class.getClassLoader(),
            new Class<?>[] {Machine.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("exchange")) {
                exchanges.add(arguments[0]);
                if (exchanges.size() == INTERRUPTED_DURING) {
                  Thread.currentThread().interrupt();
                }
              }
              try {
                return method.invoke(machine, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @AfterEach
  void nobodyElseIsInterrupted() {
    assertThat(Thread.interrupted() || exchanges.isEmpty()).isTrue();
  }

  @Test
  void aFirstSweepThatIsInterruptedEndsAfterTheExchangeThatRuns() {
    Machine machine =
        new SimulatedMachine(Scenario.builder("8", MachineShape.of(1, 1, 1, 8, 1)).build());
    WatchEngine engine =
        new WatchEngine(interruptedWhile(machine), WatchSettings.DEFAULT, List.of());

    assertThatExceptionOfType(CancellationException.class).isThrownBy(engine::tick);
    assertThat(exchanges).hasSize(INTERRUPTED_DURING);
  }
}
