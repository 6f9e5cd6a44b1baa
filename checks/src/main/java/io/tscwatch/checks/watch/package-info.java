/**
 * The watch: sweeps without end, events told apart from faults, and a verdict over time.
 *
 * <p>Reads a {@link io.tscwatch.checks.machine.Machine}, judges with the other packages, and tells
 * {@link io.tscwatch.checks.watch.WatchListener}s. No HTTP, no logging, no files.
 */
package io.tscwatch.checks.watch;
