package io.tscwatch.daemon.watch;

import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.watch.WatchEngine;
import io.tscwatch.checks.watch.WatchListener;
import io.tscwatch.config.LoggingSettings;
import io.tscwatch.config.Settings;
import io.tscwatch.config.SettingsChange;
import io.tscwatch.config.yaml.InvalidYamlException;
import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import io.tscwatch.daemon.Version;
import io.tscwatch.daemon.alert.Alerts;
import io.tscwatch.daemon.enforce.Levers;
import io.tscwatch.daemon.history.History;
import io.tscwatch.daemon.history.HistoryAnswers;
import io.tscwatch.daemon.history.HistoryState;
import io.tscwatch.daemon.http.HttpEndpoint;
import io.tscwatch.daemon.http.LiveWatch;
import io.tscwatch.daemon.http.StatusSection;
import io.tscwatch.daemon.metrics.MetricSource;
import io.tscwatch.daemon.metrics.Metrics;
import io.tscwatch.daemon.metrics.OtlpPush;
import io.tscwatch.daemon.report.Names;
import io.tscwatch.daemon.share.SharedPage;
import io.tscwatch.systemd.journal.ConfigurationRefused;
import io.tscwatch.systemd.journal.ConfigurationReloaded;
import io.tscwatch.systemd.journal.EventLog;
import io.tscwatch.systemd.journal.HistoryProblem;
import io.tscwatch.systemd.journal.LogTarget;
import io.tscwatch.systemd.journal.Logging;
import io.tscwatch.systemd.journal.Priority;
import io.tscwatch.systemd.journal.Started;
import io.tscwatch.systemd.journal.Stopping;
import io.tscwatch.systemd.journal.UnexpectedFailure;
import io.tscwatch.systemd.notify.SystemdNotifier;
import io.tscwatch.systemd.notify.Watchdog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One run of the daemon: wires the watch to all who are told, then waits for signals.
 *
 * <p>For the main thread. The watch has a thread of its own, and so have history and endpoint.
 */
final class WatchDaemon {

  /** What the watching thread says to the main one when it failed. */
  private static final String FAILED = "FAILED";

  private final Machine machine;
  private final DaemonMachine reach;
  private final DaemonSettings source;
  private Settings settings;

  WatchDaemon(DaemonMachine reach, DaemonSettings source, Settings settings) {
    this.reach = reach;
    this.machine = reach.machine();
    this.source = source;
    this.settings = settings;
  }

  /**
   * Watches until a signal ends it.
   *
   * @return the exit code
   * @throws Failure if the status endpoint cannot listen
   */
  int run() throws InterruptedException {
    Signals signals = Signals.take(WatchDaemon::told, "HUP", "TERM", "INT");
    try (Logging logging = Logging.start(target(settings), priority(settings))) {
      return run(signals, logging.events());
    }
  }

  private static void told(String signal) {
    if (!signal.equals("HUP")) {
      StopDeadline.begin();
    }
  }

  private int run(Signals signals, EventLog log) throws InterruptedException {
    String version = Version.text();
    String run = Long.toString(machine.realtimeNanos() / 1_000_000, Character.MAX_RADIX);
    log.write(new Started(version, mode(), what()));
    SystemdNotifier notifier = SystemdNotifier.fromEnvironment(System.getenv());
    ServiceManager manager =
        new ServiceManager(
            notifier,
            Watchdog.fromEnvironment(System.getenv(), ProcessHandle.current().pid(), notifier));
    manager.ticksEvery(Duration.ofNanos(settings.measurement().intervalNanos()));
    LiveWatch live = new LiveWatch(settings, run);
    try (History history =
            History.start(
                settings.history(),
                machine.origin(),
                machine.realtimeNanos(),
                version,
                state -> historyChanged(state, log));
        Alerts alerts =
            Alerts.start(settings, machine.origin(), version, history, new AlertLines(log));
        Levers levers = levers(log);
        SharedPage page = page()) {
      List<WatchListener> listeners = new ArrayList<>(levers.listeners());
      listeners.addAll(
          List.of(page, live, history, new JournalLines(log, levers::wrote), manager, alerts));
      WatchEngine engine =
          new WatchEngine(machine, SettingsOfWatch.of(settings), listeners, levers.companions());
      WatchLoop loop =
          new WatchLoop(
              machine,
              engine,
              thrown -> {
                log.write(
                    new UnexpectedFailure(
                        "The watch failed: " + thrown + ". tscwatch stops.", thrown));
                signals.say(FAILED);
              });
      loop.start();
      return serve(signals, log, manager, live, history, alerts, loop, levers, run);
    }
  }

  private int serve(
      Signals signals,
      EventLog log,
      ServiceManager manager,
      LiveWatch live,
      History history,
      Alerts alerts,
      WatchLoop loop,
      Levers levers,
      String run)
      throws InterruptedException {
    HistoryAnswers answers = new HistoryAnswers(history);
    MetricSource source =
        new MetricSource(
            machine.origin(),
            live::current,
            () -> live.ready().holds(),
            () -> answers.health().recording(),
            alerts::state,
            levers::promise);
    Optional<HttpEndpoint> endpoint = Optional.empty();
    Optional<OtlpPush> push = Optional.empty();
    try {
      List<StatusSection> sections = new ArrayList<>(levers.sections());
      sections.add(alerts.section());
      endpoint = endpoint(live, answers, source, sections, run);
      push = OtlpPush.start(settings.metrics(), Version.text(), source);
      return obey(signals, log, manager, live, history, alerts, loop, levers, endpoint);
    } finally {
      loop.end();
      manager.stopping();
      endpoint.ifPresent(HttpEndpoint::close);
      push.ifPresent(OtlpPush::close);
      loop.awaitEnd();
    }
  }

  private Optional<HttpEndpoint> endpoint(
      LiveWatch live,
      HistoryAnswers answers,
      MetricSource source,
      List<StatusSection> sections,
      String run) {
    if (settings.http().listen().isEmpty()) {
      return Optional.empty();
    }
    String version = Version.text();
    HttpEndpoint endpoint =
        new HttpEndpoint(
            settings, live, answers, new Metrics(version, source), version, run, sections);
    try {
      endpoint.start();
    } catch (IOException e) {
      throw new Failure(ExitCode.INTERNAL, String.valueOf(e.getMessage()));
    }
    return Optional.of(endpoint);
  }

  private int obey(
      Signals signals,
      EventLog log,
      ServiceManager manager,
      LiveWatch live,
      History history,
      Alerts alerts,
      WatchLoop loop,
      Levers levers,
      Optional<HttpEndpoint> endpoint)
      throws InterruptedException {
    while (true) {
      String signal = signals.next();
      switch (signal) {
        case "HUP" -> {
          manager.reloading();
          Optional<Settings> changed = reload(log);
          if (changed.isPresent()) {
            settings = changed.get();
            manager.ticksEvery(Duration.ofNanos(settings.measurement().intervalNanos()));
            live.reload(settings);
            history.reload(settings.history());
            alerts.reload(settings);
            endpoint.ifPresent(e -> e.reload(settings));
            levers.reload(settings);
            loop.configure(SettingsOfWatch.of(settings));
          }
          manager.reloaded();
        }
        case FAILED -> {
          return ExitCode.INTERNAL;
        }
        default -> {
          log.write(new Stopping("SIG" + signal));
          return 0;
        }
      }
    }
  }

  private Levers levers(EventLog log) {
    try {
      return Levers.start(reach.reach(settings), settings, log::write);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.INTERNAL, "what enforcement remembers cannot be read: " + e.getMessage());
    }
  }

  /** The page for other programs, in the folder that the service manager made for it, if any. */
  private SharedPage page() {
    Optional<Path> folder =
        Optional.ofNullable(System.getenv("RUNTIME_DIRECTORY"))
            .map(f -> f.substring(0, (f + ':').indexOf(':')))
            .map(Path::of);
    try {
      return SharedPage.start(folder, machine, settings.measurement().intervalNanos());
    } catch (IOException e) {
      throw new Failure(
          ExitCode.INTERNAL, "the page in RUNTIME_DIRECTORY cannot be made: " + e.getMessage());
    }
  }

  /** The settings that hold from now on; empty if the old ones stay. */
  private Optional<Settings> reload(EventLog log) {
    String path = source.source().file().toString();
    try {
      Settings loaded = source.load();
      SettingsChange change = SettingsChange.between(settings, loaded);
      String changes =
          change.changed().stream()
              .map(SettingsChange.Changed::toString)
              .collect(Collectors.joining("; "));
      log.write(new ConfigurationReloaded(path, changes.isEmpty() ? "nothing changed" : changes));
      return Optional.of(loaded);
    } catch (InvalidYamlException | IOException e) {
      log.write(new ConfigurationRefused(path, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private static void historyChanged(HistoryState state, EventLog log) {
    state
        .reason()
        .or(state::notice)
        .ifPresent(problem -> log.write(new HistoryProblem(state.file().toString(), problem)));
  }

  private boolean simulated() {
    return machine.origin().kind() == Origin.Kind.SIMULATED;
  }

  private String mode() {
    return simulated() ? "simulate" : Names.of(settings.enforce().mode());
  }

  private String what() {
    return simulated() ? "the simulated machine \"" + machine.origin().label() + '"' : "this host";
  }

  private static LogTarget target(Settings settings) {
    return switch (settings.logging().target()) {
      case AUTO -> LogTarget.forThisProcess(System.getenv());
      case CONSOLE -> LogTarget.CONSOLE;
      case JOURNAL -> {
        if (!LogTarget.isJournalReachable()) {
          throw new Failure(
              ExitCode.INTERNAL,
              "logging.target is journal, but there is no journal here, or no libsystemd");
        }
        yield LogTarget.JOURNAL;
      }
    };
  }

  private static Priority priority(Settings settings) {
    LoggingSettings.Level level = settings.logging().level();
    return switch (level) {
      case ERROR -> Priority.ERROR;
      case WARN -> Priority.WARNING;
      case INFO -> Priority.INFO;
      case DEBUG, TRACE -> Priority.DEBUG;
    };
  }
}
