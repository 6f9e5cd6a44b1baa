/**
 * What makes tscwatch a good service: readiness, watchdog, journal.
 *
 * <p>In: the environment that systemd gives to a service. Out: datagrams to its notification
 * socket, log entries with their fields to the journal. May use JNA and Log4j, and knows nothing of
 * the other modules.
 */
package io.tscwatch.systemd;
