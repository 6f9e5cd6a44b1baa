package io.tscwatch.daemon.watch;

import io.tscwatch.config.Settings;
import io.tscwatch.config.SettingsSource;
import io.tscwatch.config.format.ListenAddress;
import io.tscwatch.config.format.ListenAddressFormat;
import io.tscwatch.config.format.WrongValueException;
import io.tscwatch.config.yaml.InvalidYamlException;
import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tscwatch daemon}: watches until it is told to stop. */
@Command(
    name = "daemon",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Watches the TSC of every CPU until it is told to stop, and tells who asks.",
      "Runs in a terminal as well as under systemd; needs no privilege. What it could not see"
          + " without one, it says.",
      "SIGHUP loads the settings again, SIGTERM and SIGINT stop it."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:stopped, as it was told to",
      "64:wrong use of the command line",
      "65:a scenario that is not valid",
      "66:a file that cannot be read",
      "70:a fault of this program, or it cannot listen",
      "78:the settings are wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tscwatch daemon",
      "  tscwatch daemon --config tscwatch.yaml --state-dir /tmp",
      "  tscwatch daemon --simulate one-cpu-steps --speed 60"
    })
public final class DaemonCommand implements Callable<Integer> {

  /** EX_CONFIG of sysexits.h. */
  private static final int EXIT_CONFIG = 78;

  private static final long MAX_SPEED = 1_000_000;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "the settings, followed by FILE.d/*.yaml (default: /etc/tscwatch/tscwatch.yaml)")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "where the status endpoint listens, whatever the settings say")
  private Optional<String> listen = Optional.empty();

  @Option(
      names = "--state-dir",
      paramLabel = "FOLDER",
      description = "where the history is kept, whatever the settings say")
  private Optional<Path> stateFolder = Optional.empty();

  @Option(
      names = "--simulate",
      paramLabel = "SCENARIO",
      description = "watch a simulated machine: a YAML file, or the name of one that is built in")
  private Optional<String> scenario = Optional.empty();

  @Option(
      names = "--speed",
      paramLabel = "N",
      defaultValue = "1",
      description = "seconds of the simulated machine in one of ours (default: ${DEFAULT-VALUE})")
  private long speed = 1;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (speed < 1 || speed > MAX_SPEED) {
      throw new ParameterException(spec.commandLine(), "--speed: a number from 1 to " + MAX_SPEED);
    }
    if (speed != 1 && scenario.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--speed is for --simulate only");
    }
    DaemonSettings source =
        new DaemonSettings(
            config.map(SettingsSource::named).orElseGet(SettingsSource::standard),
            listen.map(this::address),
            stateFolder);
    Settings settings = load(source);
    try (DaemonMachine machine = DaemonMachine.open(scenario, speed)) {
      return new WatchDaemon(machine, source, settings).run();
    }
  }

  private ListenAddress address(String text) {
    try {
      return ListenAddressFormat.LISTEN_ADDRESS.parse(text);
    } catch (WrongValueException e) {
      throw new ParameterException(spec.commandLine(), "--listen " + e.getMessage(), e);
    }
  }

  private static Settings load(DaemonSettings source) {
    try {
      return source.load();
    } catch (InvalidYamlException e) {
      throw new Failure(EXIT_CONFIG, String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      throw new Failure(ExitCode.NO_INPUT, e.getMessage() + ": no such file");
    } catch (IOException e) {
      throw new Failure(ExitCode.NO_INPUT, String.valueOf(e.getMessage()));
    }
  }
}
