package io.tscwatch.daemon.check;

import io.tscwatch.checks.Check;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.measure.ImpossibleChoiceException;
import io.tscwatch.checks.measure.MeasureOptions;
import io.tscwatch.checks.measure.Progress;
import io.tscwatch.checks.record.Recording;
import io.tscwatch.checks.record.RecordingMachine;
import io.tscwatch.checks.record.ReplayedMachine;
import io.tscwatch.checks.record.UnrecordedQuestionException;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.verdict.Report;
import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import io.tscwatch.daemon.Version;
import io.tscwatch.daemon.monitor.NagiosLine;
import io.tscwatch.daemon.monitor.ProblemMessage;
import io.tscwatch.daemon.monitor.PrometheusText;
import io.tscwatch.daemon.report.CsvMatrix;
import io.tscwatch.daemon.report.JsonReport;
import io.tscwatch.daemon.report.Paint;
import io.tscwatch.daemon.report.TextReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tscwatch check}: measures once, judges, prints, and exits with the verdict. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures every CPU's TSC against the others and says whether it can be trusted.",
      "Needs no privilege; what it could not see without one, it says."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:reliable",
      " 1:reliable, with warnings",
      " 2:unreliable: a fault is proven",
      " 3:unknown: too little evidence",
      "   (--format npd: 0 reliable, 1 unreliable, 2 unknown, as node-problem-detector has them)",
      "64:wrong use of the command line",
      "65:a scenario or record that is not valid",
      "66:a file that cannot be read",
      "73:a file that cannot be written"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tscwatch check",
      "  tscwatch check --format json",
      "  tscwatch check --budget 20ms --sweeps 10 --max-skew 200ns",
      "  tscwatch check --cpus 0-7 --pairs all",
      "  tscwatch check --record machine.zip",
      "  tscwatch check --replay machine.zip",
      "  tscwatch check --format nagios",
      "  tscwatch check --simulate one-cpu-500-ahead"
    })
public final class CheckCommand implements Callable<Integer> {

  /** How a report is printed. */
  enum Format {
    text,
    json,
    csv,
    nagios,
    npd,
    prometheus
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      order = 1,
      description =
          "text, json, csv for the bounds of every pair; nagios, npd (node-problem-detector) or"
              + " prometheus for monitoring (default: ${DEFAULT-VALUE})")
  private Format format = Format.text;

  @Option(
      names = "--schema",
      order = 2,
      description = "print the JSON schema of --format json, and measure nothing")
  private boolean schema;

  @Mixin private MeasuringOptions measuring = new MeasuringOptions();

  @Mixin private LimitOptions limiting = new LimitOptions();

  @Mixin private MachineSource source = new MachineSource();

  @Option(
      names = "--quiet",
      order = 40,
      description = "no progress on standard error; without a terminal there is none anyway")
  private boolean quiet;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (schema) {
      out.print(JsonReport.schema());
      out.flush();
      return 0;
    }
    OptionTexts measured = measuring.given();
    OptionTexts limits = limiting.given();
    source.requireOne(spec.commandLine(), measured);
    try {
      Report report =
          source.replay().isPresent()
              ? replay(source.replay().get(), limits)
              : check(measured, limits);
      return format == Format.npd
          ? ProblemMessage.exitCode(report.verdict())
          : ExitCode.of(report.verdict(), report.warnings());
    } catch (Failure failure) {
      return unknown(failure);
    }
  }

  /** A plugin that says nothing, or exits with a code it may not have, is taken for broken. */
  private int unknown(Failure failure) {
    PrintWriter out = spec.commandLine().getOut();
    String why = String.valueOf(failure.getMessage());
    switch (format) {
      case nagios -> out.println(NagiosLine.unknown(why));
      case npd -> out.println(ProblemMessage.unknown(why));
      default -> throw failure;
    }
    out.flush();
    return format == Format.npd ? ProblemMessage.UNKNOWN : ExitCode.UNKNOWN;
  }

  /** Asks a machine, and prints before it records: a full disk must not cost the answer. */
  private Report check(OptionTexts measured, OptionTexts limited)
      throws IOException, InterruptedException {
    MeasureOptions options = fromUser(MeasuringOptions::parse, measured);
    Limits limits = fromUser(LimitOptions::parse, limited);
    try (Machine machine = source.machine()) {
      Optional<RecordingMachine> recorder = source.recording(machine);
      Report report =
          ask(recorder.isPresent() ? recorder.get() : machine, options, limits, measured);
      print(report);
      recorder.ifPresent(
          r ->
              source.save(
                  r,
                  MeasuringOptions.DEFAULTS
                      .with(LimitOptions.DEFAULTS)
                      .with(measured)
                      .with(limited)));
      return report;
    }
  }

  private Report ask(Machine machine, MeasureOptions options, Limits limits, OptionTexts measured)
      throws InterruptedException {
    try (ProgressLine progress = ProgressLine.onStderr(quiet)) {
      return Check.run(machine, options, limits, progress);
    } catch (ImpossibleChoiceException e) {
      // What the options name and the machine does not have is known only now.
      throw new ParameterException(
          spec.commandLine(),
          measured.words(MeasuringOptions.NAMING_CPUS) + ": " + e.getMessage(),
          e);
    }
  }

  /**
   * Asks the record what the recorded check asked, by its own limits, which decided how often; then
   * judges by the user's.
   */
  private Report replay(Path file, OptionTexts limited) throws IOException, InterruptedException {
    Recording recording = MachineSource.open(file);
    OptionTexts recorded = OptionTexts.of(recording.options());
    MeasureOptions options = fromRecord(file, MeasuringOptions::parse, recorded);
    Limits recordedLimits = fromRecord(file, LimitOptions::parse, recorded);
    Limits limits =
        limited.isEmpty() ? recordedLimits : fromUser(LimitOptions::parse, recorded.with(limited));
    try (Machine machine = new ReplayedMachine(recording, file.toString())) {
      Report report =
          Check.judge(Check.measure(machine, options, recordedLimits, Progress.SILENT), limits);
      print(report);
      return report;
    } catch (UnrecordedQuestionException | ImpossibleChoiceException e) {
      throw new Failure(ExitCode.INVALID_INPUT, file + ": " + e.getMessage());
    }
  }

  private void print(Report report) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case text -> TextReport.write(report, Paint.forTerminal(), out);
      case json -> JsonReport.write(report, Version.text(), out);
      case csv -> CsvMatrix.write(report, out);
      case nagios -> NagiosLine.lines(ReportStanding.of(report)).forEach(out::println);
      case npd -> out.println(ProblemMessage.of(ReportStanding.of(report)));
      case prometheus -> PrometheusText.lines(ReportStanding.of(report)).forEach(out::println);
    }
    out.flush();
  }

  private <T> T fromUser(Function<OptionTexts, T> parser, OptionTexts texts) {
    try {
      return parser.apply(texts);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static <T> T fromRecord(
      Path file, Function<OptionTexts, T> parser, OptionTexts recorded) {
    try {
      return parser.apply(recorded);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.INVALID_INPUT, file + ": its options are not valid: " + e.getMessage());
    }
  }
}
