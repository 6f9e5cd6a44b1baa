/**
 * The C harness of the laboratory, bound: our exchange and the methods of others, run by run on one
 * pair of pinned threads; a victim of the intrusion; what a thread costs.
 *
 * <p>Enters: a plan of {@link io.tscwatch.bench.laboratory.PlannedRun}s, in the order in which they
 * are to be run. Leaves: one {@link io.tscwatch.bench.laboratory.RunAnswer} for each, in the same
 * order. Nothing here judges.
 */
package io.tscwatch.bench.laboratory;
