package io.tscwatch.bench;

import io.tscwatch.bench.experiment.Bench;
import io.tscwatch.bench.experiment.Experiment;
import io.tscwatch.bench.experiment.UnavailableException;
import io.tscwatch.bench.laboratory.Laboratory;
import io.tscwatch.bench.latency.Latency;
import io.tscwatch.bench.micro.Micro;
import io.tscwatch.bench.rate.Rate;
import io.tscwatch.bench.report.Report;
import io.tscwatch.bench.report.Section;
import io.tscwatch.bench.report.Subject;
import io.tscwatch.bench.scale.Scale;
import io.tscwatch.bench.sensitivity.Sensitivity;
import io.tscwatch.bench.service.Service;
import io.tscwatch.bench.variants.Variants;
import io.tscwatch.bench.width.Width;
import io.tscwatch.bench.witnesses.Witnesses;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.daemon.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code ./tscwatch bench}. */
@Command(
    name = "./tscwatch bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures what the README claims on this machine, beside the alternatives, and writes a"
          + " report: Markdown, SVG plots, JSON. Keeps all CPUs busy for about a quarter of an"
          + " hour; figures mean most on a machine that is idle otherwise.",
      "",
      "Each experiment's result is kept as soon as it is there; after an interruption --resume goes"
          + " on with what is missing."
    },
    footer = {
      "",
      "Examples:",
      "  ./tscwatch bench                        # everything, into .build/bench",
      "  ./tscwatch bench --output docs/report   # the copy in the repository",
      "  ./tscwatch bench --resume               # after an interruption",
      "  ./tscwatch bench --only width --quick   # one experiment, a twentieth of its runs",
      "",
      "Exit code: 0 all goals are met, 1 a figure falls short of its goal, 64 wrong use, 69 this"
          + " machine cannot be measured."
    })
public final class Main implements Callable<Integer> {

  private static final List<Experiment<?>> EXPERIMENTS =
      List.of(
          new Sensitivity(),
          new Width(),
          new Variants(),
          new Rate(),
          new Latency(),
          new Witnesses(),
          new Service(),
          new Scale(),
          new Micro());

  private static final int QUICK = 20;
  private static final int FALLS_SHORT = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "Where the report goes. Default: .build/bench")
  private Path output = kept();

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "These experiments only; the report then tells of what was kept, too.")
  private List<String> only = List.of();

  @Option(names = "--resume", description = "Keep what was measured before, measure the rest.")
  private boolean resume;

  @Option(names = "--quick", description = "A twentieth of the runs.")
  private boolean quick;

  @Option(names = "--hour", description = "Watch the real rate for an hour, not for two minutes.")
  private boolean hour;

  @Option(
      names = "--faults",
      paramLabel = "N",
      description = "How many of each kind to plant for the latency. Default: ${DEFAULT-VALUE}")
  private int faults = 6;

  @Option(
      names = "--seed",
      description = "Of the order of runs, and of what is simulated. Default: ${DEFAULT-VALUE}")
  private long seed = 8;

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    CommandLine command = new CommandLine(new Main());
    command.setExecutionExceptionHandler(Main::explain);
    command.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
    System.exit(command.execute(args));
  }

  /** What this machine lacks is a sentence; anything else is a fault of ours. */
  private static int explain(Exception thrown, CommandLine command, ParseResult parsed)
      throws Exception {
    if (thrown instanceof UnavailableException unavailable) {
      progress(unavailable.sentence());
      return ExitCode.UNAVAILABLE;
    }
    throw thrown;
  }

  /** The source tree: the launcher says where it is. */
  private static Path root() {
    return Path.of(System.getProperty("tscwatch.root", ".")).toAbsolutePath().normalize();
  }

  /** Where results are kept until they are told, wherever the report goes. */
  private static Path kept() {
    return root().resolve(".build/bench");
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> names = EXPERIMENTS.stream().map(Experiment::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new ParameterException(
            spec.commandLine(), "no such experiment: " + name + "; there are " + names);
      }
    }
    Reading<Laboratory> laboratory = Laboratory.load();
    Surroundings surroundings = new Surroundings();
    long tscHertz = surroundings.tscHertz();
    Bench bench =
        new Bench(
            laboratory
                .toOptional()
                .orElseThrow(() -> new UnavailableException(laboratory.whyNot().orElse(""))),
            surroundings.pairs(),
            surroundings.cpus(),
            tscHertz,
            seed,
            quick ? QUICK : 1,
            hour,
            faults,
            root(),
            kept().resolve("work"),
            words -> progress("  " + words));
    Pieces pieces = new Pieces(kept().resolve("pieces"));
    if (!resume && only.isEmpty()) {
      pieces.forget("subject");
      for (String name : names) {
        pieces.forget(name);
      }
    }
    if (!pieces.has("subject")) {
      pieces.write("subject", surroundings.subject(tscHertz, bench.effort(), seed));
    }
    List<String> missing = new ArrayList<>();
    for (Experiment<?> experiment : EXPERIMENTS) {
      measure(experiment, bench, pieces).ifPresent(missing::add);
    }
    return report(pieces, missing);
  }

  /** Measures what is asked for; the reason if it could not. */
  private <R> Optional<String> measure(Experiment<R> experiment, Bench bench, Pieces pieces)
      throws IOException, InterruptedException {
    boolean wanted =
        only.isEmpty() ? pieces.read(experiment).isEmpty() : only.contains(experiment.name());
    if (!wanted) {
      return Optional.empty();
    }
    progress(
        experiment.name() + ": about " + Math.max(1, experiment.seconds() / bench.effort()) + " s");
    try {
      long begin = System.nanoTime();
      pieces.write(experiment.name(), experiment.measure(bench));
      progress(
          String.format("%s: took %.0f s", experiment.name(), (System.nanoTime() - begin) / 1e9));
      return Optional.empty();
    } catch (UnavailableException e) {
      progress(experiment.name() + ": " + e.sentence());
      return Optional.of(experiment.name() + ": " + e.sentence());
    }
  }

  private int report(Pieces pieces, List<String> missing) throws IOException {
    List<Section> sections = new ArrayList<>();
    List<Section> asked = new ArrayList<>();
    for (Experiment<?> experiment : EXPERIMENTS) {
      Optional<Section> section = tell(experiment, pieces);
      section.ifPresent(sections::add);
      section.filter(s -> only.contains(experiment.name())).ifPresent(asked::add);
    }
    Subject subject =
        pieces
            .read("subject", Subject.class)
            .orElseThrow(() -> new IOException("no subject in " + kept()));
    Report report = new Report(subject, sections, missing);
    report.write(output);
    pieces.join(
        Stream.concat(Stream.of("subject"), EXPERIMENTS.stream().map(Experiment::name)).toList(),
        output.resolve("report.json"));
    asked.forEach(section -> System.out.println(section.plain()));
    System.out.println(output.resolve(Report.FILE));
    // What was kept from before is told in the report; the exit code is about what was asked for.
    long shortfalls =
        only.isEmpty()
            ? report.shortfalls()
            : asked.stream().flatMap(s -> s.claims().stream()).filter(c -> !c.met()).count();
    System.out.println(shortfalls + " figures fall short of their goals");
    return shortfalls == 0 ? 0 : FALLS_SHORT;
  }

  private static <R> Optional<Section> tell(Experiment<R> experiment, Pieces pieces)
      throws IOException {
    return pieces
        .read(experiment)
        .map(
            result -> {
              Section section = new Section();
              experiment.tell(result, section);
              return section;
            });
  }

  private static void progress(String words) {
    System.err.println("bench: " + words);
  }
}
