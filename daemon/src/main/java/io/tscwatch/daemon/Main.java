package io.tscwatch.daemon;

import io.tscwatch.daemon.alert.AlertCommand;
import io.tscwatch.daemon.bench.BenchCommand;
import io.tscwatch.daemon.check.CheckCommand;
import io.tscwatch.daemon.configuration.ConfigCommand;
import io.tscwatch.daemon.enforce.EnforceCommand;
import io.tscwatch.daemon.explain.ExplainCommand;
import io.tscwatch.daemon.history.HistoryCommand;
import io.tscwatch.daemon.klog.KlogCommand;
import io.tscwatch.daemon.kvm.KvmCommand;
import io.tscwatch.daemon.live.MatrixCommand;
import io.tscwatch.daemon.live.WatchCommand;
import io.tscwatch.daemon.status.StatusCommand;
import io.tscwatch.daemon.watch.DaemonCommand;
import io.tscwatch.daemon.watch.Rehearsal;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code tscwatch} command. */
@Command(
    name = "tscwatch",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Tells whether the TSC of this machine can be trusted, on every CPU, with proof.")
public final class Main implements Runnable {

  /** In the order of the help. */
  private static final List<Subcommand> SUBCOMMANDS =
      List.of(
          new Subcommand("check", CheckCommand.class),
          new Subcommand("daemon", DaemonCommand.class),
          new Subcommand("status", StatusCommand.class),
          new Subcommand("watch", WatchCommand.class),
          new Subcommand("matrix", MatrixCommand.class),
          new Subcommand("explain", ExplainCommand.class),
          new Subcommand("klog", KlogCommand.class),
          new Subcommand("history", HistoryCommand.class),
          new Subcommand("config", ConfigCommand.class),
          new Subcommand("alert", AlertCommand.class),
          new Subcommand("kvm", KvmCommand.class),
          new Subcommand("bench", BenchCommand.class),
          new Subcommand("enforce", EnforceCommand.class));

  @Spec private CommandSpec spec;

  private record Subcommand(String name, Class<?> type) {}

  public static void main(String[] args) {
    List<String> words = List.of(args);
    if (words.contains("daemon") && !words.contains("--simulate") && !words.contains("--help")) {
      Rehearsal.begin();
    }
    System.exit(commandLineFor(args).execute(args));
  }

  /** The command with all of its subcommands; manual pages and completion are made from it too. */
  public static CommandLine commandLine() {
    return commandLine(SUBCOMMANDS);
  }

  /**
   * The command as far as these arguments need it: one subcommand if they name it, else all. To
   * read what all of them say of themselves takes a third of the time that the daemon takes to be
   * ready.
   */
  static CommandLine commandLineFor(String[] args) {
    List<Subcommand> named =
        args.length == 0
            ? List.of()
            : SUBCOMMANDS.stream().filter(sub -> sub.name().equals(args[0])).toList();
    return commandLine(named.isEmpty() ? SUBCOMMANDS : named);
  }

  private static CommandLine commandLine(List<Subcommand> subcommands) {
    CommandLine commandLine = new CommandLine(new Main());
    subcommands.forEach(sub -> commandLine.addSubcommand(sub.name(), sub.type()));
    prepare(commandLine);
    commandLine.setExecutionExceptionHandler(Main::explain);
    commandLine.setParameterExceptionHandler(Main::explainWrongUse);
    return commandLine;
  }

  /** Wrong use is 64 everywhere, and every command knows its version. */
  private static void prepare(CommandLine command) {
    command.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
    command.getCommandSpec().exitCodeOnExecutionException(ExitCode.INTERNAL);
    command.getCommandSpec().versionProvider(new Version());
    command.getSubcommands().values().forEach(Main::prepare);
  }

  /** One sentence and where to look, not a page of help that hides it. */
  private static int explainWrongUse(ParameterException thrown, String[] args) {
    CommandLine command = thrown.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.println(name + ": " + thrown.getMessage());
    UnmatchedArgumentException.printSuggestions(thrown, err);
    err.println("Try: " + name + " --help");
    err.flush();
    return ExitCode.USAGE;
  }

  /** What a user can do something about is a sentence; anything else is a fault of ours. */
  private static int explain(Exception thrown, CommandLine command, ParseResult parsed)
      throws Exception {
    if (thrown instanceof Failure failure) {
      command.getErr().println("tscwatch: " + failure.getMessage());
      command.getErr().flush();
      return failure.exitCode();
    }
    if (thrown instanceof InterruptedException) {
      command.getErr().println("tscwatch: interrupted");
      command.getErr().flush();
      return ExitCode.INTERNAL;
    }
    throw thrown;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: " + String.join(", ", spec.subcommands().keySet()));
  }
}
