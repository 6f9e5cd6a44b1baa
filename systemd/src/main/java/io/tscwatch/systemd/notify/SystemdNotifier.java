package io.tscwatch.systemd.notify;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the service manager what the daemon is doing, by the protocol of sd_notify(3).
 *
 * <p>Without {@code NOTIFY_SOCKET} every call does nothing and returns {@link
 * NotifyOutcome.NobodyListens}. The order a daemon keeps: {@link #ready} once, {@link #reloading}
 * then {@code ready} again for each reload, {@link #stopping} last. MAINPID is never sent: the unit
 * starts the JVM directly, so the manager knows it. Immutable, for any number of threads.
 *
 * <pre>{@code
 * SystemdNotifier notifier = SystemdNotifier.fromEnvironment(System.getenv());
 * // first full sweep done:
 * notifier.ready("RELIABLE: 8 CPUs within 31 ns");
 * }</pre>
 */
public final class SystemdNotifier {
  private static final String NOTIFY_SOCKET = "NOTIFY_SOCKET";

  private final Optional<NotifySocket> socket;
  private final String description;

  private SystemdNotifier(Optional<NotifySocket> socket, String description) {
    this.socket = socket;
    this.description = description;
  }

  /**
   * The notifier that the environment asks for. A NOTIFY_SOCKET that cannot be used is treated as
   * absent, and {@link #description} says so.
   */
  public static SystemdNotifier fromEnvironment(Map<String, String> environment) {
    String address = environment.getOrDefault(NOTIFY_SOCKET, "");
    if (address.isEmpty()) {
      return new SystemdNotifier(
          Optional.empty(), "no service manager is notified: NOTIFY_SOCKET is not set");
    }
    try {
      return new SystemdNotifier(
          Optional.of(new NotifySocket(NotifyAddress.parse(address))),
          "the service manager is notified at " + address);
    } catch (IllegalArgumentException e) {
      return new SystemdNotifier(
          Optional.empty(), "no service manager is notified: " + e.getMessage());
    }
  }

  /**
   * Removes what is meant for this process alone from the environment of a child to be started, so
   * that a child can never speak to the service manager in the daemon's name.
   *
   * @param environment {@link ProcessBuilder#environment()}
   */
  public static void hideFromChild(Map<String, String> environment) {
    environment.remove(NOTIFY_SOCKET);
    environment.remove(Watchdog.WATCHDOG_USEC);
    environment.remove(Watchdog.WATCHDOG_PID);
  }

  /** Whether there is a service manager to tell. */
  public boolean isListenedTo() {
    return socket.isPresent();
  }

  /** One sentence on who is told, or why nobody is. */
  public String description() {
    return description;
  }

  /** READY=1: started, or reloaded. For a start, after the first full sweep. */
  public NotifyOutcome ready(String status) {
    return send("READY=1\n" + statusLine(status));
  }

  /** STATUS=: the line that {@code systemctl status} shows. */
  public NotifyOutcome status(String status) {
    return send(statusLine(status));
  }

  /**
   * RELOADING=1, with the time that systemd 253 and later need to tell this reload from an earlier
   * one (Type=notify-reload); earlier versions ignore it. Must be followed by {@link #ready}.
   */
  public NotifyOutcome reloading() {
    if (socket.isEmpty()) {
      return new NotifyOutcome.NobodyListens();
    }
    return send("RELOADING=1\nMONOTONIC_USEC=" + monotonicMicros());
  }

  /** STOPPING=1: the daemon is on its way out. */
  public NotifyOutcome stopping(String status) {
    return send("STOPPING=1\n" + statusLine(status));
  }

  /**
   * EXTEND_TIMEOUT_USEC=: asks for this much more time, from now on, to start, to run its course or
   * to stop. For the first full sweep of a very large machine.
   *
   * @param more positive, to the microsecond
   */
  public NotifyOutcome extendTimeout(Duration more) {
    return send("EXTEND_TIMEOUT_USEC=" + more.toNanos() / 1_000);
  }

  /** WATCHDOG_USEC=: the timeout of the watchdog is another one from now on. */
  NotifyOutcome watchdogTimeout(Duration timeout) {
    return send("WATCHDOG_USEC=" + timeout.toNanos() / 1_000);
  }

  NotifyOutcome watchdogAlive() {
    return send("WATCHDOG=1");
  }

  private NotifyOutcome send(String assignments) {
    return socket
        .map(target -> target.send(assignments))
        .orElseGet(NotifyOutcome.NobodyListens::new);
  }

  /** A line feed would end the assignment, and what follows would be taken for another. */
  private static String statusLine(String status) {
    return "STATUS=" + status.replaceAll("\\p{Cntrl}+", " ");
  }

  /** CLOCK_MONOTONIC in microseconds, which is what sd_notify(3) asks for by name. */
  private static long monotonicMicros() {
    long[] timespec = new long[2];
    LibC.clock_gettime(LibC.CLOCK_MONOTONIC, timespec);
    return timespec[0] * 1_000_000 + timespec[1] / 1_000;
  }
}
