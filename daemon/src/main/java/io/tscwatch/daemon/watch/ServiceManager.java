package io.tscwatch.daemon.watch;

import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchListener;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.systemd.notify.SystemdNotifier;
import io.tscwatch.systemd.notify.Watchdog;
import java.time.Duration;

/**
 * Tells the service manager: ready after the first full sweep, the verdict as its status line, and
 * a sign of life with every completed tick, which is a part of a sweep. Outcomes are not looked at:
 * a manager that does not listen is no reason to stop watching.
 */
final class ServiceManager implements WatchListener {

  private final SystemdNotifier notifier;
  private final Watchdog watchdog;
  private boolean ready;
  private long ticks;
  private String told = "";
  private String statusLine = "starting";

  ServiceManager(SystemdNotifier notifier, Watchdog watchdog) {
    this.notifier = notifier;
    this.watchdog = watchdog;
  }

  /** Says how far apart ticks are planned, before the first and whenever that changes. */
  void ticksEvery(Duration interval) {
    watchdog.partsEvery(interval);
  }

  @Override
  public void event(WatchEvent event) {
    // The status that follows says what matters here.
  }

  @Override
  public synchronized void status(WatchStatus status) {
    statusLine = status.verdict() + ": " + status.reason();
    if (!ready && status.counters().sweeps() > 0) {
      ready = true;
      notifier.ready(statusLine);
      told = statusLine;
    } else if (!statusLine.equals(told)) {
      notifier.status(statusLine);
      told = statusLine;
    }
    if (status.counters().ticks() > ticks) {
      ticks = status.counters().ticks();
      watchdog.partCompleted();
    }
  }

  void reloading() {
    notifier.reloading();
  }

  synchronized void reloaded() {
    notifier.ready(statusLine);
  }

  synchronized void stopping() {
    notifier.stopping("stopping; " + statusLine);
  }
}
