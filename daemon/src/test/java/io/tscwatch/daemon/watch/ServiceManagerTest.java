package io.tscwatch.daemon.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.watch.WatchEngine;
import io.tscwatch.checks.watch.WatchSettings;
import io.tscwatch.daemon.monitor.Partner;
import io.tscwatch.systemd.notify.SystemdNotifier;
import io.tscwatch.systemd.notify.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service manager is told while a machine is watched. */
class ServiceManagerTest {

  @TempDir private Path folder;

  @Test
  void everyTickFeedsTheWatchdogAndTheFirstSaysReady() throws Exception {
    Path python = Partner.require("python3", "python3");
    Path socket = folder.resolve("notify");
    Path told = folder.resolve("told");
    Process receiver =
        new ProcessBuilder(
                python.toString(),
                "-c",
                """
                import socket, sys
                s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                s.bind(sys.argv[1])
                with open(sys.argv[2], "w") as out:
                    while True:
                        print(s.recv(65536).decode().replace("\\n", " "), file=out, flush=True)
                """,
                socket.toString(),
                told.toString())
            .start();
    try {
      Awaitility.await().until(() -> Files.exists(socket) && Files.exists(told));
      Map<String, String> environment =
          Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "30000000");
      SystemdNotifier notifier = SystemdNotifier.fromEnvironment(environment);
      ServiceManager manager =
          new ServiceManager(notifier, Watchdog.fromEnvironment(environment, 1, notifier));
      manager.ticksEvery(Duration.ofSeconds(1));
      SimulatedMachine machine =
          new SimulatedMachine(Scenario.builder("two", MachineShape.of(1, 1, 1, 2, 1)).build());
      WatchEngine engine = new WatchEngine(machine, WatchSettings.DEFAULT, List.of(manager));
      for (int tick = 0; tick < 5; tick++) {
        engine.tick();
        machine.sleepNanos(engine.nanosUntilNextTick());
      }

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> lines(told).filter("WATCHDOG=1"::equals).count() >= 5);
      assertThat(lines(told).filter("WATCHDOG=1"::equals)).hasSize(5);
      assertThat(lines(told).filter(line -> line.startsWith("READY=1 STATUS=RELIABLE: ")))
          .hasSize(1);
    } finally {
      receiver.destroy();
      receiver.waitFor();
    }
  }

  private static Stream<String> lines(Path file) throws IOException {
    return Files.readString(file).lines();
  }
}
