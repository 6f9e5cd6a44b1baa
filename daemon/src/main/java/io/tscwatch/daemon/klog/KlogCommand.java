package io.tscwatch.daemon.klog;

import io.tscwatch.checks.klog.KernelLog;
import io.tscwatch.checks.klog.KernelLogSummary;
import io.tscwatch.checks.klog.Suspect;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tscwatch klog [FILE]}. */
@Command(
    name = "klog",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = KlogCommand.EXIT_USAGE,
    description = {
      "Tells what a kernel log, of this or another machine, says about the TSC.",
      "",
      "Reads what dmesg, journalctl -k (short or -o json) or a serial console wrote, also"
          + " compressed by gzip, and excerpts that were quoted or wrapped, of every Linux since"
          + " 2.6.21. Prints one entry for each thing that happened, then a summary: what the"
          + " kernel did, what the evidence points at, and what to do."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The log was read, whatever it says",
      "1:With --exit-code: the log holds something against the TSC, its watchdog, the firmware"
          + " or the hypervisor, or slow readouts",
      "64:Wrong use",
      "66:The file is missing or cannot be opened",
      "74:Reading failed midway; what was read before is printed"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dmesg | tscwatch klog",
      "  journalctl -k -b -1 -o json | tscwatch klog --format json",
      "  tscwatch klog /var/log/kern.log.2.gz",
      "  tscwatch klog --exit-code console.txt || echo look at it"
    })
public final class KlogCommand implements Callable<Integer> {

  /** Wrong use of the command line: EX_USAGE of sysexits.h. */
  static final int EXIT_USAGE = 64;

  /** The input is missing or cannot be opened: EX_NOINPUT. */
  static final int EXIT_NO_INPUT = 66;

  /** Reading failed: EX_IOERR. */
  static final int EXIT_IO_ERROR = 74;

  /** How the answer is written. */
  enum Format {
    text,
    json
  }

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The log; - or none is the standard input")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); json is one object a line, the"
              + " last one the summary")
  private Format format = Format.text;

  @Option(names = "--exit-code", description = "Exit with 1 if the evidence points at anything")
  private boolean exitCode;

  private final InputStream standardInput;
  private final BooleanSupplier terminal;

  public KlogCommand() {
    this(System.in, KlogCommand::readsFromTerminal);
  }

  KlogCommand(InputStream standardInput, BooleanSupplier terminal) {
    this.standardInput = standardInput;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Optional<Path> path = file.filter(name -> !name.toString().equals("-"));
    if (path.isPresent()) {
      return fromFile(path.get());
    }
    if (file.isEmpty() && terminal.getAsBoolean()) {
      throw new ParameterException(
          spec.commandLine(),
          "No log: name a FILE, or pipe one in, such as: dmesg | tscwatch klog");
    }
    return answer(standardInput, "the standard input");
  }

  private int fromFile(Path path) {
    if (Files.isDirectory(path)) {
      return complain(EXIT_NO_INPUT, path + ": is a directory");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return answer(in, path.toString());
    } catch (NoSuchFileException e) {
      return complain(EXIT_NO_INPUT, path + ": no such file");
    } catch (AccessDeniedException e) {
      return complain(EXIT_NO_INPUT, path + ": permission denied");
    } catch (IOException e) {
      return complain(EXIT_NO_INPUT, path + ": " + e.getMessage());
    }
  }

  private int answer(InputStream in, String name) {
    PrintWriter out = spec.commandLine().getOut();
    KlogOutput output = format == Format.json ? new JsonOutput(out) : new TextOutput(out);
    LogInput input = new LogInput(output::event);
    int failure = 0;
    try {
      input.read(in);
    } catch (IOException e) {
      failure = complain(EXIT_IO_ERROR, name + ": reading failed: " + e.getMessage());
    }
    KernelLogSummary summary = KernelLog.summarize(input.events(), input.hypervisor());
    output.summary(summary);
    boolean against = summary.suspect() != Suspect.NOTHING;
    int found = exitCode && against ? 1 : 0;
    return failure != 0 ? failure : found;
  }

  private int complain(int code, String what) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("tscwatch klog: " + what);
    err.flush();
    return code;
  }

  /** {@code System.console()} would also ask whether the output is a terminal. */
  private static boolean readsFromTerminal() {
    try {
      String input = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
      return input.startsWith("/dev/pts/")
          || input.startsWith("/dev/tty")
          || input.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }
}
