package io.tscwatch.daemon.watch;

import io.tscwatch.checks.kvm.host.HostAnswer;
import io.tscwatch.checks.kvm.host.NoProbe;
import io.tscwatch.checks.kvm.probe.HostProbe;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.RealMachine;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.config.Settings;
import io.tscwatch.config.yaml.InvalidYamlException;
import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import io.tscwatch.daemon.enforce.ClocksourceLever;
import io.tscwatch.daemon.enforce.Levers;
import io.tscwatch.daemon.enforce.SysfsClocksource;
import io.tscwatch.daemon.scenario.PacedMachine;
import io.tscwatch.daemon.scenario.ScenarioFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the daemon watches and may act on: this machine, or a simulated one at some speed.
 *
 * @param machine is watched
 * @param clocksource of the same machine
 */
record DaemonMachine(Machine machine, ClocksourceLever clocksource) implements AutoCloseable {

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final String MEMORY_FILE = "enforcement.json";

  /**
   * Opens it.
   *
   * @param scenario a file or the name of a built-in one; empty for this machine
   * @param speed seconds of the simulated machine in one of ours
   * @throws Failure if there is no such scenario, or it is not valid
   */
  static DaemonMachine open(Optional<String> scenario, long speed) {
    if (scenario.isEmpty()) {
      RealMachine real = new RealMachine();
      return new DaemonMachine(real, new SysfsClocksource(real::kernelLog));
    }
    String name = scenario.get();
    try {
      SimulatedMachine simulated = new SimulatedMachine(ScenarioFile.load(name));
      return new DaemonMachine(
          new PacedMachine(simulated, speed), new SimulatedClocksource(simulated));
    } catch (InvalidYamlException e) {
      throw new Failure(ExitCode.INVALID_INPUT, String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      throw new Failure(ExitCode.NO_INPUT, name + ": " + e.getReason());
    } catch (IOException e) {
      throw new Failure(ExitCode.NO_INPUT, name + ": " + e.getMessage());
    }
  }

  /** The levers of this machine; a simulated one has no KVM and forgets everything at its end. */
  Levers.Reach reach(Settings settings) {
    if (clocksource instanceof SimulatedClocksource) {
      NoProbe none = new NoProbe(NoProbe.Kind.NO_DEVICE, "a simulated machine has no /dev/kvm", "");
      return new Levers.Reach(clocksource, () -> new HostAnswer.NotAsked(none), Optional.empty());
    }
    return new Levers.Reach(
        clocksource,
        () -> HostProbe.ask(HostProbe.DEVICE, machine.files()),
        Optional.of(
            new Levers.Kept(settings.history().file().resolveSibling(MEMORY_FILE), bootId())));
  }

  private String bootId() {
    return machine
        .files()
        .read(BOOT_ID.toString())
        .map(String::strip)
        .toOptional()
        .orElse("unknown");
  }

  @Override
  public void close() {
    machine.close();
  }

  /** A simulated machine's clocksource, which its files then show. */
  private record SimulatedClocksource(SimulatedMachine machine) implements ClocksourceLever {
    @Override
    public Reading<String> current() {
      return Reading.present(machine.clocksource());
    }

    @Override
    public Written write(String clocksource) {
      machine.setClocksource(clocksource);
      return new Written(current(), "");
    }
  }
}
