package io.tscwatch.systemd.notify;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * The service manager's watchdog, which restarts a daemon that went silent (WatchdogSec=).
 *
 * <p>Nothing but a completed part of a sweep feeds it: no timer, no thread of its own, so a daemon
 * whose measuring has stopped is restarted however alive the rest of it looks. Whole sweeps would
 * be too rare: where exchanges are dear, the budget spreads one over minutes. Immutable, for any
 * thread.
 */
public final class Watchdog {
  static final String WATCHDOG_USEC = "WATCHDOG_USEC";
  static final String WATCHDOG_PID = "WATCHDOG_PID";

  /** So many parts may be late or fail before the watch counts as stopped. */
  private static final int PARTS = 3;

  private final SystemdNotifier notifier;
  private final Optional<Duration> timeout;
  private final String description;

  private Watchdog(SystemdNotifier notifier, Optional<Duration> timeout, String description) {
    this.notifier = notifier;
    this.timeout = timeout;
    this.description = description;
  }

  /**
   * The watchdog that the environment asks for, by the rules of sd_watchdog_enabled(3):
   * WATCHDOG_USEC is the timeout; WATCHDOG_PID, if there, must be this process.
   */
  public static Watchdog fromEnvironment(
      Map<String, String> environment, long ownPid, SystemdNotifier notifier) {
    String micros = environment.getOrDefault(WATCHDOG_USEC, "");
    String pid = environment.getOrDefault(WATCHDOG_PID, "");
    if (micros.isEmpty()) {
      return off(notifier, WATCHDOG_USEC + " is not set");
    }
    if (!pid.isEmpty() && !pid.equals(Long.toString(ownPid))) {
      return off(notifier, "it is meant for process " + pid);
    }
    if (!notifier.isListenedTo()) {
      return off(notifier, notifier.description());
    }
    if (!micros.matches("[0-9]{1,18}") || Long.parseLong(micros) == 0) {
      return off(notifier, WATCHDOG_USEC + "=" + micros + " is not a time in microseconds");
    }
    Duration timeout = Duration.of(Long.parseLong(micros), ChronoUnit.MICROS);
    return new Watchdog(
        notifier,
        Optional.of(timeout),
        "the service manager restarts a daemon that completes no part of a sweep for "
            + timeout.toMillis()
            + " ms");
  }

  private static Watchdog off(SystemdNotifier notifier, String reason) {
    return new Watchdog(notifier, Optional.empty(), "no service watchdog: " + reason);
  }

  /**
   * How often a part of a sweep has to complete: half the timeout, as sd_watchdog_enabled(3)
   * advises. Empty if there is no watchdog.
   */
  public Optional<Duration> interval() {
    return timeout.map(whole -> whole.dividedBy(2));
  }

  /** One sentence on the timeout, or why there is none. */
  public String description() {
    return description;
  }

  /**
   * Says how far apart parts of a sweep are planned. The unit's timeout is for the default; where
   * the settings ask for fewer, the service manager is asked for three times their interval.
   */
  public NotifyOutcome partsEvery(Duration planned) {
    if (timeout.isEmpty()) {
      return new NotifyOutcome.NobodyListens();
    }
    Duration needed = planned.multipliedBy(PARTS);
    return notifier.watchdogTimeout(needed.compareTo(timeout.get()) > 0 ? needed : timeout.get());
  }

  /** WATCHDOG=1. To be called when a part of a sweep completed, and nowhere else. */
  public NotifyOutcome partCompleted() {
    return timeout.isPresent() ? notifier.watchdogAlive() : new NotifyOutcome.NobodyListens();
  }
}
