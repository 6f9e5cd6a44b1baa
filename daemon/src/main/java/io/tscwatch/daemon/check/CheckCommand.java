package io.tscwatch.daemon.check;

import io.tscwatch.checks.Check;
import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.measure.MeasureOptions;
import io.tscwatch.checks.schedule.PairSelection;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.verdict.Report;
import io.tscwatch.config.format.QuantityFormat;
import io.tscwatch.config.format.WrongValueException;
import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Version;
import io.tscwatch.daemon.report.CsvMatrix;
import io.tscwatch.daemon.report.JsonReport;
import io.tscwatch.daemon.report.Paint;
import io.tscwatch.daemon.report.TextReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
      "  tscwatch check --simulate scenario.yaml"
    })
public final class CheckCommand implements Callable<Integer> {

  /** How a report is printed. */
  enum Format {
    text,
    json,
    csv
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, json, or csv for the bounds of every pair (default: ${DEFAULT-VALUE})")
  private Format format = Format.text;

  @Option(
      names = "--cpus",
      paramLabel = "LIST",
      description = "measure these CPUs only, isolated ones too, such as 0-3,8")
  private Optional<String> cpus = Optional.empty();

  @Option(
      names = "--exclude",
      paramLabel = "LIST",
      description = "leave these CPUs alone",
      defaultValue = "")
  private String exclude = "";

  @Option(
      names = "--include-isolated",
      description = "measure isolated and tickless CPUs too, which are left alone by default")
  private boolean includeIsolated;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      defaultValue = "1ms",
      description =
          "exchange time for each pair in each sweep, 10us to 60s (default: ${DEFAULT-VALUE})")
  private String budget = "1ms";

  @Option(
      names = "--pairs",
      paramLabel = "PAIRS",
      defaultValue = "auto",
      description = {
        "auto (all up to 64 CPUs, tree beyond), all, tree (along packages, caches and cores), or a"
            + " list such as 0-1,0-5 (default: ${DEFAULT-VALUE})"
      })
  private String pairs = "auto";

  @Option(
      names = "--sweeps",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "how often every CPU is measured, 60 ms apart; more sweeps show smaller rates"
              + " (default: ${DEFAULT-VALUE})")
  private int sweeps = 5;

  @Option(
      names = "--max-skew",
      paramLabel = "TIME",
      defaultValue = "1us",
      description =
          "a CPU is in sync when its offset is proven to be at most this"
              + " (default: ${DEFAULT-VALUE})")
  private String maxSkew = "1us";

  @Option(
      names = "--tolerated-warp",
      paramLabel = "TIME",
      defaultValue = "0ns",
      description =
          "a proven offset of at most this is a warning and no fault (default: ${DEFAULT-VALUE})")
  private String toleratedWarp = "0ns";

  @Option(
      names = "--quiet",
      description = "no progress on standard error; without a terminal there is none anyway")
  private boolean quiet;

  @Mixin private MachineSource source = new MachineSource();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    MeasureOptions options = measureOptions();
    Limits limits = limits();
    source.requireOne(spec.commandLine());
    Report report;
    try (Machine machine = source.open();
        ProgressLine progress = ProgressLine.onStderr(quiet)) {
      report = run(machine, options, limits, progress);
      source.save(machine);
    }
    print(report);
    return ExitCode.of(report.verdict(), report.warnings());
  }

  private Report run(Machine machine, MeasureOptions options, Limits limits, ProgressLine progress)
      throws InterruptedException {
    try {
      return Check.run(machine, options, limits, progress);
    } catch (IllegalArgumentException e) {
      // What the options name and the machine does not have is known only now.
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void print(Report report) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case text -> TextReport.write(report, Paint.forTerminal(), out);
      case json -> JsonReport.write(report, Version.text(), out);
      case csv -> CsvMatrix.write(report, out);
    }
  }

  private MeasureOptions measureOptions() {
    Optional<CpuSet> selected =
        cpus.isEmpty()
            ? Optional.empty()
            : Optional.of(valid("--cpus", () -> CpuSet.parse(cpus.get())));
    if (selected.isPresent() && selected.get().isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--cpus: the list of CPUs is empty");
    }
    CpuSet excluded = valid("--exclude", () -> CpuSet.parse(exclude));
    PairSelection selection = valid("--pairs", () -> PairSelection.parse(pairs));
    long budgetNanos =
        valid(
            "--budget",
            () ->
                QuantityFormat.DURATION
                    .between(ExchangeRequest.MIN_BUDGET_NANOS, ExchangeRequest.MAX_BUDGET_NANOS)
                    .parse(budget));
    return valid(
        "--sweeps",
        () ->
            new MeasureOptions(
                selected,
                excluded,
                !includeIsolated,
                selection,
                budgetNanos,
                sweeps,
                MeasureOptions.DEFAULT.gapNanos()));
  }

  private Limits limits() {
    long maxSkewNanos =
        valid(
            "--max-skew",
            () -> QuantityFormat.DURATION.between(1, Limits.LARGEST_MAX_SKEW_NANOS).parse(maxSkew));
    long toleratedNanos =
        valid(
            "--tolerated-warp",
            () -> QuantityFormat.DURATION.between(0, maxSkewNanos).parse(toleratedWarp));
    return new Limits(maxSkewNanos, toleratedNanos);
  }

  /** The value of an option; what is wrong with it is said with the option's name. */
  private <T> T valid(String option, Supplier<T> value) {
    try {
      return value.get();
    } catch (WrongValueException e) {
      throw new ParameterException(spec.commandLine(), option + " " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
    }
  }
}
