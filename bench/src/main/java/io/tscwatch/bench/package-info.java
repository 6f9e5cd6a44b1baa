/**
 * The laboratory: {@code ./tscwatch bench} measures what the README claims on the reader's machine,
 * beside the alternatives, and writes a report.
 *
 * <p>Each {@link io.tscwatch.bench.experiment.Experiment} has a package of its own: it measures,
 * and what it found is a record. Records are kept as JSON when they are ready, so that an
 * interrupted run goes on where it was. From all of them {@link io.tscwatch.bench.report} makes the
 * report.
 *
 * <p>It is part of the source tree and of no package: it loads every CPU for minutes, plants faults
 * and brings a benchmark harness; nothing of that belongs on a machine that has work to do. Nothing
 * depends on this module.
 */
package io.tscwatch.bench;
