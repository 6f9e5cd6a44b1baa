/**
 * The service notification protocol of sd_notify(3), spoken over a socket of our own.
 *
 * <p>In: the variables {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID}, and
 * calls of the daemon at the moments that count. Out: datagrams to the service manager. libsystemd
 * is not needed. {@link io.tscwatch.systemd.notify.SystemdNotifier} is the entry, {@link
 * io.tscwatch.systemd.notify.Watchdog} what only measuring that goes on may feed.
 */
package io.tscwatch.systemd.notify;
