package io.tscwatch.daemon;

import io.tscwatch.daemon.configuration.ConfigCommand;
import io.tscwatch.daemon.klog.KlogCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code tscwatch} command. */
@Command(
    name = "tscwatch",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {ConfigCommand.class, KlogCommand.class},
    description = "Tells whether the TSC of this machine can be trusted, on every CPU, with proof.")
public final class Main implements Runnable {

  /** Wrong use of the command line: EX_USAGE of sysexits.h. */
  static final int EXIT_USAGE = 64;

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command with all of its subcommands; manual pages and completion are made from it too. */
  public static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    for (CommandLine command : commandLine.getSubcommands().values()) {
      command.getCommandSpec().exitCodeOnInvalidInput(EXIT_USAGE);
    }
    commandLine.getCommandSpec().exitCodeOnInvalidInput(EXIT_USAGE);
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /** The version that the build wrote into the manifest of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"tscwatch " + (version == null ? "of an unpacked build" : version)};
    }
  }
}
