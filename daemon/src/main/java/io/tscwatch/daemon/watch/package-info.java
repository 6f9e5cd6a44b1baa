/**
 * The daemon: {@code tscwatch daemon}. Settings, signals and a machine enter; a watch runs, and
 * tells the service manager, the journal, the history and the status endpoint.
 *
 * <p>One thread watches and calls every listener; none of them may keep it waiting. The main thread
 * waits for signals.
 */
package io.tscwatch.daemon.watch;
