/**
 * What the watch knows, as metrics: rendered when Prometheus scrapes, pushed over OTLP if
 * configured.
 *
 * <p>A {@link io.tscwatch.checks.watch.WatchStatus} comes in whenever metrics are wanted, not when
 * it changes: between two scrapes nothing of this costs anything. The number of series grows with
 * the CPUs, never with their pairs.
 */
package io.tscwatch.daemon.metrics;
