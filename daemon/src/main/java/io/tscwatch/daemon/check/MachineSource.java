package io.tscwatch.daemon.check;

import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.RealMachine;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Which machine is checked: this one. */
@Command
final class MachineSource {

  void requireOne(CommandLine commandLine) {}

  Machine open() {
    return new RealMachine();
  }

  void save(Machine machine) {}
}
