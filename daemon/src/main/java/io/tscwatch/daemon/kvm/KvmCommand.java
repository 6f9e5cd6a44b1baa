package io.tscwatch.daemon.kvm;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tscwatch kvm}. */
@Command(
    name = "kvm",
    mixinStandardHelpOptions = true,
    subcommands = {
      HostCommand.class,
      GuestCommand.class,
      RecordCommand.class,
      MigrationCommand.class
    },
    description = "Tells what KVM says of the TSC, and whether that is justified.")
public final class KvmCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
