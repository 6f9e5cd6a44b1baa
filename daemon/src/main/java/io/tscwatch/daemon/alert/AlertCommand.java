package io.tscwatch.daemon.alert;

import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.config.AlertTarget;
import io.tscwatch.config.Settings;
import io.tscwatch.config.SettingsSource;
import io.tscwatch.config.yaml.InvalidYamlException;
import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import io.tscwatch.daemon.Version;
import io.tscwatch.daemon.history.KeptAlert;
import io.tscwatch.daemon.history.KeptDelivery;
import io.tscwatch.daemon.report.Names;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tscwatch alert test|schema}. */
@Command(
    name = "alert",
    mixinStandardHelpOptions = true,
    description = "Tries whether alerts of the daemon arrive; shows their format.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done",
      "64:wrong use",
      "66:a file that cannot be read",
      "69:a target does not have the test",
      "78:the settings are wrong, or have no target"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tscwatch alert test", "  tscwatch alert schema"})
public final class AlertCommand implements Runnable {

  /** EX_CONFIG of sysexits.h. */
  private static final int EXIT_CONFIG = 78;

  private static final String CODE = "test";
  private static final long FIVE_MINUTES_NANOS = 300_000_000_000L;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: test, schema");
  }

  /** Sends a test alert. */
  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Sends a test to every target of alerts.targets, as the daemon would, and says what came of"
            + " it. Tried once each; nothing is kept.",
        "A webhook gets a document with event \"test\"; an Alertmanager gets the alert TscTest of"
            + " severity info, which it resolves by itself after five minutes."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        " 0:every target has it",
        "64:wrong use, or no such target",
        "66:a file that cannot be read",
        "69:a target does not have it",
        "78:the settings are wrong, or have no target"
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  tscwatch alert test",
        "  tscwatch alert test --target ops --config tscwatch.yaml"
      })
  int test(
      @Option(
              names = "--target",
              paramLabel = "NAME",
              description = "only this one, whatever its min-severity")
          Optional<String> name,
      @Option(
              names = "--config",
              paramLabel = "FILE",
              description =
                  "the settings, followed by FILE.d/*.yaml"
                      + " (default: /etc/tscwatch/tscwatch.yaml)")
          Optional<Path> config)
      throws InterruptedException {
    Settings settings = load(config.map(SettingsSource::named).orElseGet(SettingsSource::standard));
    List<AlertTarget> targets =
        settings.alerts().targets().stream()
            .filter(target -> name.isEmpty() || name.get().equals(target.name()))
            .toList();
    if (targets.isEmpty() && name.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--target: alerts.targets has none named " + name.get());
    }
    if (targets.isEmpty()) {
      throw new Failure(EXIT_CONFIG, "the settings have no target: see alerts.targets");
    }
    PrintWriter out = spec.commandLine().getOut();
    boolean all = true;
    for (AlertTarget target : targets) {
      all &= tried(target, settings, out);
    }
    return all ? 0 : ExitCode.UNAVAILABLE;
  }

  /** Prints the schema. */
  @Command(
      name = "schema",
      mixinStandardHelpOptions = true,
      description = "Prints the JSON schema of what a webhook is told.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:printed", "64:wrong use"},
      footerHeading = "%nExamples:%n",
      footer = {"  tscwatch alert schema > alert.schema.json"})
  int schema() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(WebhookDocument.schema());
    out.flush();
    return 0;
  }

  private static boolean tried(AlertTarget target, Settings settings, PrintWriter out)
      throws InterruptedException {
    String version = Version.text();
    long now = Sender.wallNanos();
    AlertContext context = AlertContext.of(settings, HostName.read(), version);
    KeptAlert alert = testAlert(now);
    String body =
        switch (target.type()) {
          case ALERTMANAGER ->
              AlertmanagerDocument.json(
                  List.of(new AlertmanagerDocument.Entry(alert, now + FIVE_MINUTES_NANOS)),
                  context);
          case WEBHOOK ->
              WebhookDocument.json(
                  new KeptDelivery(
                      now / 1_000, target.name(), Names.of(Transition.Event.TEST), now, 0, alert),
                  context);
        };
    long began = System.nanoTime();
    Poster.Outcome outcome = new Poster(target, version).post(body, now / 1_000_000_000L);
    long millis = (System.nanoTime() - began) / 1_000_000;
    String said =
        outcome instanceof Poster.Accepted accepted
            ? "delivered, it answered " + accepted.status() + " after " + millis + " ms"
            : "NOT delivered: " + why(outcome);
    out.println(target.name() + " (" + Names.of(target.type()) + "): " + said);
    out.flush();
    return outcome instanceof Poster.Accepted;
  }

  private static String why(Poster.Outcome outcome) {
    return outcome instanceof Poster.Failed failed
        ? failed.why()
        : outcome instanceof Poster.Refused refused ? refused.why() : "";
  }

  private static KeptAlert testAlert(long now) {
    return new KeptAlert(
        "00000000000000aa",
        Origin.THIS_MACHINE,
        CODE,
        "info",
        CpuSet.empty(),
        List.of(),
        "Somebody tries whether alerts of tscwatch arrive. Nothing is wrong.",
        "",
        "tscwatch alert test",
        now);
  }

  private static Settings load(SettingsSource source) {
    try {
      return source.load().settings();
    } catch (InvalidYamlException e) {
      throw new Failure(EXIT_CONFIG, String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      throw new Failure(ExitCode.NO_INPUT, e.getMessage() + ": no such file");
    } catch (IOException e) {
      throw new Failure(ExitCode.NO_INPUT, String.valueOf(e.getMessage()));
    }
  }
}
