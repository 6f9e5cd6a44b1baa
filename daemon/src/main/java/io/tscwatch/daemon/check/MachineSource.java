package io.tscwatch.daemon.check;

import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.RealMachine;
import io.tscwatch.checks.record.InvalidRecordException;
import io.tscwatch.checks.record.RecordFile;
import io.tscwatch.checks.record.Recording;
import io.tscwatch.checks.record.RecordingMachine;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.config.yaml.InvalidYamlException;
import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import io.tscwatch.daemon.Version;
import io.tscwatch.daemon.scenario.ScenarioFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which machine is checked: this one, a simulated one, or one that was recorded. */
@Command
final class MachineSource {

  @Option(
      names = "--simulate",
      paramLabel = "SCENARIO",
      order = 30,
      description =
          "check a simulated machine: a YAML file, or the name of one that is built in, such as"
              + " one-cpu-500-ahead")
  private Optional<String> scenario = Optional.empty();

  @Option(
      names = "--record",
      paramLabel = "FILE",
      order = 31,
      description =
          "also write all that was read into a new ZIP archive of plain text; its README.txt says"
              + " what is in it")
  private Optional<Path> record = Optional.empty();

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      order = 32,
      description =
          "judge what was recorded, here and now; only --max-skew and --tolerated-warp may differ"
              + " from the recorded check")
  private Optional<Path> replay = Optional.empty();

  /** Refuses what contradicts itself, before anything is read or measured. */
  void requireOne(CommandLine commandLine, OptionTexts measuring) {
    if (replay.isEmpty()) {
      return;
    }
    if (scenario.isPresent()) {
      throw new ParameterException(
          commandLine, "--simulate and --replay exclude each other: name one machine");
    }
    if (record.isPresent()) {
      throw new ParameterException(
          commandLine, "--record and --replay exclude each other: copy the file instead");
    }
    if (!measuring.isEmpty()) {
      throw new ParameterException(
          commandLine,
          String.join(", ", measuring.byName().keySet())
              + " cannot be given with --replay: what was measured is in the record already");
    }
  }

  /** The name of the record to be judged; empty if a machine is asked. */
  Optional<Path> replay() {
    return replay;
  }

  /** Reads a record. */
  static Recording open(Path file) {
    try {
      return RecordFile.open(file);
    } catch (InvalidRecordException e) {
      throw new Failure(ExitCode.INVALID_INPUT, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Failure(ExitCode.NO_INPUT, unreadable(file, e));
    }
  }

  /** The machine to be asked, real or simulated. */
  Machine machine() {
    return scenario.isPresent() ? simulated(scenario.get()) : new RealMachine();
  }

  private static Machine simulated(String nameOrPath) {
    try {
      return new SimulatedMachine(ScenarioFile.load(nameOrPath));
    } catch (InvalidYamlException e) {
      throw new Failure(ExitCode.INVALID_INPUT, String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      throw new Failure(ExitCode.NO_INPUT, nameOrPath + ": " + e.getReason());
    } catch (IOException e) {
      throw new Failure(ExitCode.NO_INPUT, unreadable(Path.of(nameOrPath), e));
    }
  }

  /** The same machine with every answer noted, if a record was asked for. */
  Optional<RecordingMachine> recording(Machine machine) {
    if (record.isEmpty()) {
      return Optional.empty();
    }
    requireNew(record.get());
    return Optional.of(new RecordingMachine(machine));
  }

  /** Nobody wants to learn after minutes of measuring that there is no such folder. */
  private static void requireNew(Path file) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw alreadyThere(file);
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new Failure(ExitCode.CANNOT_WRITE, "--record " + file + ": there is no such folder");
    }
    if (!Files.isWritable(folder)) {
      throw new Failure(
          ExitCode.CANNOT_WRITE, "--record " + file + ": you may not write to that folder");
    }
  }

  private static Failure alreadyThere(Path file) {
    return new Failure(
        ExitCode.CANNOT_WRITE,
        "--record " + file + ": it is there already; name another file, or delete it first");
  }

  /**
   * Writes what was recorded.
   *
   * @param options how the check was done, so that a replay does the same
   */
  void save(RecordingMachine machine, OptionTexts options) {
    Path file = record.orElseThrow();
    try {
      RecordFile.write(
          file, machine.recording(Version.text(), options.byName()), RecordFile.IfPresent.REFUSE);
    } catch (FileAlreadyExistsException e) {
      throw alreadyThere(file);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.CANNOT_WRITE, "--record " + file + ": cannot be written: " + e.getMessage());
    }
  }

  private static String unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return file + ": no such file";
    }
    if (e instanceof AccessDeniedException) {
      return file + ": permission denied";
    }
    return Files.isDirectory(file) ? file + ": is a folder" : file + ": " + e.getMessage();
  }
}
