package io.tscwatch.daemon.alert;

import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchListener;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.config.Settings;
import io.tscwatch.daemon.alert.state.AlertsState;
import io.tscwatch.daemon.history.History;
import io.tscwatch.daemon.history.HistoryException;
import io.tscwatch.daemon.history.HistoryState;
import io.tscwatch.daemon.history.Outbox;
import io.tscwatch.daemon.http.StatusSection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Tells others what the watch finds. Give it to the watch as a listener.
 *
 * <p>The watching thread only compares the findings with those of the tick before, and hands over
 * what differs. Without a target it does not even do that, and there is no thread.
 *
 * <p>Safe for use by many threads.
 */
public final class Alerts implements WatchListener, AutoCloseable {

  /** Changes that the alerts' thread may be behind; it is behind only while the file is opened. */
  private static final int MOST_SNAPSHOTS = 1_000;

  private static final long OPENING_MILLIS = 60_000;
  private static final long LOOK_MILLIS = 1_000;
  private static final long STOP_MILLIS = 300;

  private final Origin origin;
  private final String instance;
  private final String version;
  private final History history;
  private final Targets targets;
  private final AlertBook book;
  private final BlockingQueue<Snapshot> snapshots = new ArrayBlockingQueue<>(MOST_SNAPSHOTS);
  private final Object starting = new Object();
  private volatile Settings settings;
  private volatile Optional<Thread> thread = Optional.empty();
  private volatile Optional<Snapshot> latest = Optional.empty();
  private volatile int firing;
  private volatile boolean stopping;
  private long firstMonotonicNanos = Long.MIN_VALUE;

  private Alerts(
      Settings settings, Origin origin, String version, History history, AlertListener listener) {
    this.settings = settings;
    this.origin = origin;
    this.version = version;
    this.history = history;
    this.instance = HostName.read();
    this.targets = new Targets(version, history::keep, this::context, listener);
    this.book = new AlertBook(origin);
  }

  /**
   * Begins to tell the targets of the settings, if there are any.
   *
   * @param history keeps what is still to be told
   * @param listener told how the telling goes, by threads of its own
   */
  public static Alerts start(
      Settings settings, Origin origin, String version, History history, AlertListener listener) {
    Alerts alerts = new Alerts(settings, origin, version, history, listener);
    alerts.startIfNeeded();
    return alerts;
  }

  /** Uses other settings from now on. */
  public void reload(Settings changed) {
    settings = changed;
    if (thread.isPresent()) {
      targets.reload(changed.alerts().targets());
    }
    startIfNeeded();
  }

  private void startIfNeeded() {
    synchronized (starting) {
      if (thread.isEmpty() && !settings.alerts().targets().isEmpty() && !stopping) {
        Thread made = new Thread(this::run, "alerts");
        made.setDaemon(true);
        thread = Optional.of(made);
        made.start();
      }
    }
  }

  @Override
  public void event(WatchEvent event) {
    // The status that follows has the findings, with all that is needed to tell of them.
  }

  @Override
  public void status(WatchStatus status) {
    if (firstMonotonicNanos == Long.MIN_VALUE) {
      firstMonotonicNanos = status.asOfMonotonicNanos();
    }
    if (thread.isEmpty()) {
      return;
    }
    long now = origin.kind() == Origin.Kind.REAL ? status.asOfRealtimeNanos() : Sender.wallNanos();
    Snapshot snapshot =
        new Snapshot(
            now,
            status.ready(),
            status.asOfMonotonicNanos() - firstMonotonicNanos,
            HeldAlerts.of(status, instance, now - status.asOfRealtimeNanos()));
    boolean news = latest.isEmpty() || !latest.get().tellsTheSameAs(snapshot);
    latest = Optional.of(snapshot);
    // Without room the thread is not there to take any; it begins with the latest.
    if (news && !snapshots.offer(snapshot)) {
      snapshots.clear();
    }
  }

  /** How it does now. */
  public AlertsState state() {
    return thread.isEmpty() ? AlertsState.NONE : new AlertsState(firing, targets.states());
  }

  /** The same, for the status. */
  public StatusSection section() {
    return new StatusSection("alerts", () -> new AlertFields(state()));
  }

  /** Stops telling; what is still to be told stays in the history. Takes a moment at most. */
  @Override
  public void close() {
    stopping = true;
    thread.ifPresent(
        t -> {
          t.interrupt();
          try {
            t.join(STOP_MILLIS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    targets.stop();
  }

  private AlertContext context() {
    return AlertContext.of(settings, instance, version);
  }

  private AlertBook.Patience patience() {
    return new AlertBook.Patience(
        settings.verdict().requalifyAfterNanos(), settings.verdict().clearAfterNanos());
  }

  private void run() {
    try {
      Outbox kept = kept();
      book.carryOver(kept.alerts());
      targets.start(settings.alerts().targets(), kept.deliveries(), book.held());
      while (!stopping) {
        Snapshot next = snapshots.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        Optional<Snapshot> now = next == null ? latest : Optional.of(next);
        if (now.isPresent()) {
          take(now.get());
        }
      }
    } catch (InterruptedException e) {
      // Only close() interrupts: the thread is over.
      stopping = true;
    }
  }

  private void take(Snapshot snapshot) {
    List<Transition> transitions = book.update(snapshot, patience());
    firing = book.held().size();
    for (Transition transition : transitions) {
      history.keep(
          transition.event() == Transition.Event.RESOLVED
              ? new Outbox.Release(transition.alert().fingerprint())
              : new Outbox.Hold(transition.alert()));
      targets.tell(transition, book.held());
    }
    targets.hold(book.held());
  }

  /** What the file holds, as soon as it is open; nothing if it cannot be opened. */
  private Outbox kept() throws InterruptedException {
    for (long waited = 0; waited < OPENING_MILLIS; waited += 50) {
      if (history.state().health() != HistoryState.Health.OPENING) {
        break;
      }
      Thread.sleep(50);
    }
    try {
      return history.outbox();
    } catch (HistoryException e) {
      // The history says itself, in log and status, what is wrong with its file.
      return new Outbox(List.of(), List.of());
    }
  }
}
