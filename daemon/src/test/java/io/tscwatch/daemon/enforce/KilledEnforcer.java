package io.tscwatch.daemon.enforce;

import io.tscwatch.checks.enforce.Policy;
import io.tscwatch.checks.machine.RealMachine;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.daemon.WatchFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Switches this machine's own clocksource, as if a fault were proven, and is killed by SIGKILL
 * between the write and its record. For the explicit test that puts the clocksource back.
 */
public final class KilledEnforcer {

  private KilledEnforcer() {}

  public static void main(String[] arguments) throws IOException {
    SysfsClocksource real = new SysfsClocksource(new RealMachine()::kernelLog);
    ClocksourceLever deadly =
        new ClocksourceLever() {
          @Override
          public Reading<String> current() {
            return real.current();
          }

          @Override
          public Written write(String clocksource) {
            real.write(clocksource);
            kill();
            throw new AssertionError("still alive");
          }
        };
    Policy act = new Policy(Policy.Mode.ACT, 4, false, 1_000);
    new Enforcer(
            act,
            deadly,
            new MemoryFile(Path.of(arguments[0]), "this boot"),
            () -> false,
            line -> {},
            Runnable::run)
        .status(WatchFixture.of(scenario(arguments[1])));
  }

  /** A fault on a machine that offers what this one does. */
  private static String scenario(String other) throws IOException {
    Path file = Files.createTempFile("fault", ".yaml");
    file.toFile().deleteOnExit();
    return Files.writeString(
            file,
            """
            name: a fault
            machine: { cores-per-cache: 4 }
            tsc: { frequency: 2.6GHz, offsets: [ { cpus: 2, offset: 500 cycles } ] }
            kernel: { clocksource: tsc, clocksources: [ tsc, %s ] }
            """
                .formatted(other))
        .toString();
  }

  private static void kill() {
    try {
      new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
