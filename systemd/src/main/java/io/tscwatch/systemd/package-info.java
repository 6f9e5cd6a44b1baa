/**
 * What tscwatch and systemd say to each other, and nothing about clocks.
 *
 * <ul>
 *   <li>{@link io.tscwatch.systemd.notify}: the daemon tells the service manager that it is ready,
 *       alive, reloading, stopping.
 *   <li>{@link io.tscwatch.systemd.journal}: what the daemon has to say to people becomes lines
 *       with typed fields in the journal, or plain lines where there is no journal.
 * </ul>
 *
 * <p>Data enters as the environment that the service manager set and as typed events from the
 * daemon; it leaves as datagrams to two sockets, or on standard error. Uses JNA and Log4j only. The
 * units, the message catalogue and the parts of the Debian package lie in {@code src/dist}.
 */
package io.tscwatch.systemd;
