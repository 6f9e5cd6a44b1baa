/**
 * What an experiment is, what it is given, and how runs that are to be compared are mixed.
 *
 * <p>Enters: a {@link io.tscwatch.bench.experiment.Bench}, the CPUs and what is known of the
 * machine. Leaves: a record for each experiment, told in a {@link
 * io.tscwatch.bench.report.Section}.
 */
package io.tscwatch.bench.experiment;
