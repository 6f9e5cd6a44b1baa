package io.tscwatch.daemon.enforce;

import io.tscwatch.checks.Check;
import io.tscwatch.checks.enforce.Decision;
import io.tscwatch.checks.enforce.Decision.Action;
import io.tscwatch.checks.enforce.Decision.Hold;
import io.tscwatch.checks.enforce.Enforcement;
import io.tscwatch.checks.enforce.Memory;
import io.tscwatch.checks.enforce.Policy;
import io.tscwatch.checks.enforce.Proof;
import io.tscwatch.checks.enforce.Situation;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.linux.ClocksourceChoice;
import io.tscwatch.checks.linux.ClocksourceChoice.Candidate;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.RealMachine;
import io.tscwatch.checks.measure.MeasureOptions;
import io.tscwatch.checks.measure.Progress;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.verdict.Report;
import io.tscwatch.config.Settings;
import io.tscwatch.config.SettingsSource;
import io.tscwatch.config.yaml.InvalidYamlException;
import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import io.tscwatch.daemon.report.Names;
import io.tscwatch.daemon.scenario.ScenarioFile;
import io.tscwatch.daemon.status.JsonObject;
import io.tscwatch.daemon.status.StatusClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tscwatch enforce --dry-run}: what would be done about the clocksource, and why. */
@Command(
    name = "enforce",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says what would be done about the clocksource now, and why. Writes nothing: to act is the"
          + " daemon's, with enforce.mode: act in its settings.",
      "Asks the daemon, which knows what was done before; if none answers, or with --check, this"
          + " machine is measured once instead."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:the clocksource is right as it is",
      " 1:it would be changed, if the settings allowed it",
      " 2:it would be changed now",
      " 3:it should be changed, and cannot be",
      "64:wrong use of the command line",
      "65:settings or a scenario that are not valid",
      "66:a file that cannot be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tscwatch enforce --dry-run",
      "  tscwatch enforce --dry-run --check",
      "  tscwatch enforce --dry-run --simulate one-cpu-500-ahead"
    })
public final class EnforceCommand implements Callable<Integer> {

  private static final int WOULD_IF_ALLOWED = 1;
  private static final int WOULD = 2;
  private static final int CANNOT = 3;

  @Option(
      names = "--dry-run",
      required = true,
      description = "say it and do nothing; there is no other way to run this")
  private boolean dryRun;

  @Option(
      names = "--check",
      description = "measure this machine once, whether a daemon answers or not")
  private boolean check;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:9742",
      description = "the daemon's address (default: ${DEFAULT-VALUE})")
  private URI url = URI.create("http://127.0.0.1:9742");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the settings, with --check (default: /etc/tscwatch/tscwatch.yaml)")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--simulate",
      paramLabel = "SCENARIO",
      description = "measure a simulated machine: a YAML file, or the name of a built-in one")
  private Optional<String> scenario = Optional.empty();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (!dryRun) {
      throw new ParameterException(spec.commandLine(), "only --dry-run is possible here");
    }
    Optional<JsonObject> told = check || scenario.isPresent() ? Optional.empty() : fromDaemon();
    return told.isPresent() ? tell(told.get()) : measure();
  }

  private Optional<JsonObject> fromDaemon() {
    try {
      return JsonObject.parse(StatusClient.read(url)).object("enforcement");
    } catch (IOException e) {
      throw new Failure(ExitCode.UNAVAILABLE, url + " answers, but not as tscwatch does");
    } catch (Failure e) {
      if (e.exitCode() != ExitCode.UNAVAILABLE) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private int tell(JsonObject told) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("As the daemon at " + url + " decided:");
    fact(out, "mode", told.text("mode").orElse("?"));
    told.object("standing")
        .ifPresent(
            own ->
                fact(
                    out,
                    "done before",
                    own.text("from").orElse("?")
                        + " -> "
                        + own.text("to").orElse("?")
                        + " at "
                        + own.text("at").orElse("?")));
    told.text("respected").ifPresent(chosen -> fact(out, "respected", chosen));
    fact(
        out,
        "writes",
        told.number("writesInLastHour").orElse(0)
            + " in the last hour, "
            + told.number("maxSwitchesPerHour").orElse(0)
            + " allowed");
    told.text("problem").ifPresent(problem -> fact(out, "problem", problem));
    JsonObject decision = told.object("decision").orElse(JsonObject.EMPTY);
    return conclude(
        out,
        decision.text("action").orElse(Names.of(Action.KEEP)),
        decision.text("hold").orElse(Names.of(Hold.NOTHING)),
        decision.text("from").orElse("?"),
        decision.text("to").orElse(""),
        decision.text("reason").orElse("Nothing was decided yet."));
  }

  private int measure() throws InterruptedException {
    Settings settings = settings();
    Policy policy = Levers.policy(settings);
    Report report;
    try (Machine machine = machine()) {
      report =
          Check.run(
              machine,
              MeasureOptions.DEFAULT,
              new Limits(
                  settings.verdict().maxSkewNanos(), settings.verdict().toleratedWarpNanos()),
              Progress.SILENT);
    }
    Situation now = situation(report);
    // What an allowed run would do: the mode only decides whether it is done.
    Policy asked =
        policy.mode() == Policy.Mode.OFF
            ? new Policy(
                Policy.Mode.ADVISE,
                policy.maxSwitchesPerHour(),
                policy.returnAllowed(),
                policy.requalifyAfterNanos())
            : policy;
    Decision decision = Enforcement.decide(asked, now, Memory.NONE.looking(asked, now));
    PrintWriter out = spec.commandLine().getOut();
    out.println("As one check of " + report.origin().label() + " decides:");
    fact(out, "mode", Names.of(policy.mode()));
    fact(out, "verdict", report.verdict().name());
    for (Candidate candidate : candidates(now)) {
      fact(out, "could be", candidate.name() + ": " + candidate.kind().words());
    }
    return conclude(
        out,
        Names.of(decision.action()),
        Names.of(decision.hold()),
        decision.from(),
        decision.to(),
        decision.reason());
  }

  private static Situation situation(Report report) {
    return new Situation(
        report.verdict(),
        Proof.of(report.findings()).map(Finding::sentence),
        report.facts().kernel().currentClocksource(),
        report.facts().kernel().availableClocksources(),
        report.facts().kvmclock().toOptional().map(page -> !page.tscStable()).orElse(false),
        0,
        0);
  }

  private static List<Candidate> candidates(Situation now) {
    return now.current()
        .toOptional()
        .map(
            current ->
                ClocksourceChoice.insteadOf(
                    current,
                    now.available().toOptional().orElse(List.of()),
                    now.kvmclockCorrected()))
        .orElse(List.of());
  }

  private Settings settings() {
    try {
      return config
          .map(SettingsSource::named)
          .orElseGet(SettingsSource::standard)
          .load()
          .settings();
    } catch (InvalidYamlException e) {
      throw new Failure(ExitCode.INVALID_INPUT, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Failure(ExitCode.NO_INPUT, String.valueOf(e.getMessage()));
    }
  }

  private Machine machine() {
    if (scenario.isEmpty()) {
      return new RealMachine();
    }
    try {
      return new SimulatedMachine(ScenarioFile.load(scenario.get()));
    } catch (InvalidYamlException e) {
      throw new Failure(ExitCode.INVALID_INPUT, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Failure(ExitCode.NO_INPUT, scenario.get() + ": " + e.getMessage());
    }
  }

  private static int conclude(
      PrintWriter out, String action, String hold, String from, String to, String reason) {
    boolean keep = action.equals(Names.of(Action.KEEP));
    boolean free = hold.equals(Names.of(Hold.NOTHING));
    boolean byMode = hold.equals(Names.of(Hold.MODE));
    String what = from + (to.isEmpty() ? "" : " -> " + to);
    fact(out, "clocksource", keep ? from + ", kept" : what);
    fact(out, "held back by", keep || free ? "nothing" : hold);
    fact(out, "because", reason);
    out.flush();
    return keep ? 0 : free ? WOULD : byMode ? WOULD_IF_ALLOWED : CANNOT;
  }

  private static void fact(PrintWriter out, String label, String value) {
    out.printf("  %-13s %s%n", label, value);
  }
}
