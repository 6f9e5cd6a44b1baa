package io.tscwatch.daemon.configuration;

import io.tscwatch.config.LoadedSettings;
import io.tscwatch.config.PublishedFile;
import io.tscwatch.config.SettingsSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tscwatch config check|show|default|schema}. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ConfigCommand.EXIT_USAGE,
    description = "Checks and shows the settings, which the daemon reads.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The settings are right",
      "64:Wrong use",
      "66:A file is missing or cannot be read",
      "78:The settings are wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tscwatch config check new.yaml",
      "  tscwatch config show",
      "  tscwatch config default > tscwatch.yaml"
    })
public final class ConfigCommand implements Runnable {

  /** Wrong use of the command line: EX_USAGE of sysexits.h. */
  static final int EXIT_USAGE = 64;

  /** An input file is missing or cannot be read: EX_NOINPUT. */
  static final int EXIT_NO_INPUT = 66;

  /** Something is wrong in the settings: EX_CONFIG. */
  static final int EXIT_CONFIG = 78;

  /** How {@code check} answers. */
  enum Format {
    text,
    json
  }

  private static final String FILE_HELP =
      "The file, followed by FILE.d/*.yaml (default: /etc/tscwatch/tscwatch.yaml)";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /** Tells every mistake with its place. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      exitCodeOnInvalidInput = EXIT_USAGE,
      description = "Tells every mistake in the settings, with file, line, column and key.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:The settings are right",
        "64:Wrong use",
        "66:A file is missing or cannot be read",
        "78:The settings are wrong"
      },
      footerHeading = "%nExamples:%n",
      footer = {"  tscwatch config check", "  tscwatch config check ./mine.yaml --format json"})
  int check(
      @Parameters(arity = "0..1", paramLabel = "FILE", description = FILE_HELP) Optional<Path> file,
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              defaultValue = "text",
              description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
          Format format) {
    CheckedSettings checked = CheckedSettings.of(source(file));
    print(format == Format.json ? checked.toJson() : checked.toText());
    return exitCode(checked);
  }

  /** Shows what holds. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      exitCodeOnInvalidInput = EXIT_USAGE,
      description = "Shows every setting that holds and where it comes from, as YAML.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:The settings are right",
        "64:Wrong use",
        "66:A file is missing or cannot be read",
        "78:The settings are wrong"
      },
      footerHeading = "%nExamples:%n",
      footer = {"  tscwatch config show", "  tscwatch config show ./mine.yaml"})
  int show(
      @Parameters(arity = "0..1", paramLabel = "FILE", description = FILE_HELP)
          Optional<Path> file) {
    CheckedSettings checked = CheckedSettings.of(source(file));
    if (checked.loaded().isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.print(checked.toText());
      err.flush();
    }
    checked.loaded().map(LoadedSettings::toYaml).ifPresent(this::print);
    return exitCode(checked);
  }

  /** Prints the file to begin with. */
  @Command(
      name = "default",
      mixinStandardHelpOptions = true,
      exitCodeOnInvalidInput = EXIT_USAGE,
      description = "Prints a file that explains every setting and gives its default.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:Printed", "64:Wrong use"},
      footerHeading = "%nExamples:%n",
      footer = {"  tscwatch config default > tscwatch.yaml"})
  int defaultFile() {
    print(PublishedFile.DEFAULT_FILE.text());
    return ExitCode.OK;
  }

  /** Prints the schema, for editors. */
  @Command(
      name = "schema",
      mixinStandardHelpOptions = true,
      exitCodeOnInvalidInput = EXIT_USAGE,
      description = "Prints the JSON schema of the file, for editors.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:Printed", "64:Wrong use"},
      footerHeading = "%nExamples:%n",
      footer = {"  tscwatch config schema > tscwatch.schema.json"})
  int schema() {
    print(PublishedFile.SCHEMA.text());
    return ExitCode.OK;
  }

  private static SettingsSource source(Optional<Path> file) {
    return file.map(SettingsSource::named).orElseGet(SettingsSource::standard);
  }

  private static int exitCode(CheckedSettings checked) {
    return switch (checked.outcome()) {
      case RIGHT -> ExitCode.OK;
      case WRONG -> EXIT_CONFIG;
      case UNREADABLE -> EXIT_NO_INPUT;
    };
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
