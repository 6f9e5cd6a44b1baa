package io.tscwatch.daemon.watch;

import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.RealMachine;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.config.yaml.InvalidYamlException;
import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import io.tscwatch.daemon.scenario.PacedMachine;
import io.tscwatch.daemon.scenario.ScenarioFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** The machine that the daemon watches: this one, or a simulated one at some speed. */
final class DaemonMachine {

  private DaemonMachine() {}

  /**
   * Opens it.
   *
   * @param scenario a file or the name of a built-in one; empty for this machine
   * @param speed seconds of the simulated machine in one of ours
   * @throws Failure if there is no such scenario, or it is not valid
   */
  static Machine open(Optional<String> scenario, long speed) {
    if (scenario.isEmpty()) {
      return new RealMachine();
    }
    String name = scenario.get();
    try {
      return new PacedMachine(new SimulatedMachine(ScenarioFile.load(name)), speed);
    } catch (InvalidYamlException e) {
      throw new Failure(ExitCode.INVALID_INPUT, String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      throw new Failure(ExitCode.NO_INPUT, name + ": " + e.getReason());
    } catch (IOException e) {
      throw new Failure(ExitCode.NO_INPUT, name + ": " + e.getMessage());
    }
  }
}
