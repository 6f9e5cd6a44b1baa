package io.tscwatch.daemon.history;

import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.config.SettingsSource;
import io.tscwatch.config.yaml.InvalidYamlException;
import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import io.tscwatch.daemon.report.Names;
import io.tscwatch.systemd.journal.LogTarget;
import io.tscwatch.systemd.journal.Logging;
import io.tscwatch.systemd.journal.Priority;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tscwatch history}. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what the daemon found: changes of the verdict, findings, events of the host.",
      "",
      "Reads the file that the daemon writes, whether that runs or not, and changes nothing."
          + " Times are UTC. The file may be read by root and by members of its group."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The history was read, whatever it holds",
      "64:Wrong use",
      "65:The file is damaged, or no history of this version",
      "66:The file is missing or may not be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tscwatch history --since 7d",
      "  tscwatch history --kind verdict-changed --format csv",
      "  tscwatch history --bounds day --cpus 3 --since 2026-03-01",
      "  tscwatch history --rates hour --witness hpet,realtime --since 7d"
    })
public final class HistoryCommand implements Callable<Integer> {

  /** How the answer is written. */
  enum Format {
    text,
    json,
    csv
  }

  /** The lengths of the spans that bounds and rates are kept for. */
  enum Span {
    finest,
    hour,
    day
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "From this time on: so long ago, such as 90min or 7d, or in UTC, such as 2026-03-01 or"
              + " 2026-03-01T12:00 (default: everything)")
  private Optional<String> since = Optional.empty();

  @Option(names = "--until", paramLabel = "TIME", description = "Before this time")
  private Optional<String> until = Optional.empty();

  @Option(
      names = "--kind",
      split = ",",
      paramLabel = "KIND",
      description = "Only events of these kinds, such as verdict-changed,finding-raised")
  private List<String> kinds = List.of();

  @Option(
      names = "--bounds",
      paramLabel = "SPAN",
      description =
          "The certified bounds of each CPU's offset instead of events:"
              + " ${COMPLETION-CANDIDATES}")
  private Optional<Span> bounds = Optional.empty();

  @Option(names = "--cpus", paramLabel = "LIST", description = "With --bounds: only these CPUs")
  private Optional<String> cpus = Optional.empty();

  @Option(
      names = "--rates",
      paramLabel = "SPAN",
      description =
          "The certified rate of the TSC against other clocks instead of events:"
              + " ${COMPLETION-CANDIDATES}")
  private Optional<Span> rates = Optional.empty();

  @Option(
      names = "--witness",
      split = ",",
      paramLabel = "NAME",
      description = "With --rates: only these clocks, such as hpet,ptp0")
  private List<String> witnesses = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); json is one object a line")
  private Format format = Format.text;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "The history (default: history.file of the settings)")
  private Optional<Path> file = Optional.empty();

  @Override
  public Integer call() {
    Instant now = Instant.now();
    long from = since.map(text -> moment("--since", text, now)).orElse(Long.MIN_VALUE);
    long to = until.map(text -> moment("--until", text, now)).orElse(Long.MAX_VALUE);
    Set<String> wanted = wantedKinds();
    requireOneSeries();
    CpuSet wantedCpus = cpus.map(this::cpuSet).orElse(CpuSet.empty());
    // Before SQLite starts Log4j on its own, which would then complain of having no settings.
    Logging logging = Logging.start(LogTarget.CONSOLE, Priority.WARNING);
    try (HistoryReader reader = HistoryReader.open(path())) {
      if (bounds.isPresent()) {
        BoundsQuery query = BoundsQuery.since(from).until(to).of(wantedCpus);
        printBounds(reader, query, bounds.get());
      } else if (rates.isPresent()) {
        printRates(reader, BoundsQuery.since(from).until(to), rates.get());
      } else {
        printEvents(reader, HistoryQuery.oldest().since(from).until(to).ofKinds(wanted));
      }
      return 0;
    } catch (HistoryException e) {
      throw new Failure(exitCode(e), String.valueOf(e.getMessage()));
    } finally {
      logging.close();
    }
  }

  private void printEvents(HistoryReader reader, HistoryQuery first) throws HistoryException {
    HistoryOutput output = output(CsvHistory.Rows.EVENTS);
    HistoryQuery query = first;
    while (true) {
      HistoryPage page = reader.events(query);
      page.events().forEach(output::event);
      if (page.cursor().isEmpty() || spec.commandLine().getOut().checkError()) {
        output.end();
        return;
      }
      query = query.after(page.cursor().getAsLong());
    }
  }

  private void printBounds(HistoryReader reader, BoundsQuery unspanned, Span span)
      throws HistoryException {
    HistoryOutput output = output(CsvHistory.Rows.BOUNDS);
    BoundsQuery query = unspanned.spans(seconds(reader, span));
    while (true) {
      List<BoundsBucket> page = reader.bounds(query);
      page.forEach(output::bounds);
      if (page.size() < query.limit() || spec.commandLine().getOut().checkError()) {
        output.end();
        return;
      }
      query = query.skip(query.skip() + page.size());
    }
  }

  private void printRates(HistoryReader reader, BoundsQuery unspanned, Span span)
      throws HistoryException {
    HistoryOutput output = output(CsvHistory.Rows.RATES);
    BoundsQuery query = unspanned.spans(seconds(reader, span));
    while (true) {
      List<RateBucket> page = reader.rates(query, Set.copyOf(witnesses));
      page.forEach(output::rate);
      if (page.size() < query.limit() || spec.commandLine().getOut().checkError()) {
        output.end();
        return;
      }
      query = query.skip(query.skip() + page.size());
    }
  }

  private static long seconds(HistoryReader reader, Span span) throws HistoryException {
    return switch (span) {
      case finest -> reader.spanSeconds().stream().findFirst().orElse(Spans.HOUR_SECONDS);
      case hour -> Spans.HOUR_SECONDS;
      case day -> Spans.DAY_SECONDS;
    };
  }

  private void requireOneSeries() {
    if (bounds.isPresent() && rates.isPresent()) {
      throw new ParameterException(spec.commandLine(), "--bounds or --rates, not both");
    }
    if (!witnesses.isEmpty() && rates.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--witness goes with --rates");
    }
  }

  private HistoryOutput output(CsvHistory.Rows rows) {
    PrintWriter out = spec.commandLine().getOut();
    return switch (format) {
      case text -> new TextHistory(out, kinds.isEmpty());
      case json -> new JsonHistory(out);
      case csv -> new CsvHistory(out, rows);
    };
  }

  private Path path() {
    if (file.isPresent()) {
      return file.get();
    }
    try {
      return SettingsSource.standard().load().settings().history().file();
    } catch (InvalidYamlException e) {
      throw new Failure(
          ExitCode.INVALID_INPUT,
          "the settings are wrong: see tscwatch config check, or name the history with --file");
    } catch (IOException e) {
      throw new Failure(
          ExitCode.NO_INPUT,
          "the settings cannot be read (" + e.getMessage() + "): name the history with --file");
    }
  }

  private long moment(String option, String text, Instant now) {
    try {
      return Moment.parse(text, now);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
    }
  }

  private CpuSet cpuSet(String list) {
    try {
      return CpuSet.parse(list);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--cpus: " + e.getMessage(), e);
    }
  }

  private Set<String> wantedKinds() {
    Set<String> known = new TreeSet<>();
    Arrays.stream(WatchEvent.Kind.values()).map(Names::of).forEach(known::add);
    for (String kind : kinds) {
      if (!known.contains(kind)) {
        throw new ParameterException(
            spec.commandLine(),
            "--kind: there is no kind '" + kind + "'; there are " + String.join(", ", known));
      }
    }
    return Set.copyOf(kinds);
  }

  private static int exitCode(HistoryException e) {
    return switch (e.reason()) {
      case DAMAGED, FOREIGN, NEWER -> ExitCode.INVALID_INPUT;
      case MISSING, NO_ACCESS, BUSY -> ExitCode.NO_INPUT;
      case FULL, NO_LIBRARY, FAILED -> ExitCode.INTERNAL;
    };
  }
}
