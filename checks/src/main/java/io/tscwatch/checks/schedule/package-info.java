/**
 * Which pairs of CPUs are measured against each other, in which order, and what that covers.
 *
 * <p>Data enters as a {@link io.tscwatch.checks.topology.Topology} and the set of CPUs to measure.
 * It leaves as rounds of disjoint pairs: a {@link io.tscwatch.checks.schedule.SweepPlan} for whole
 * sweeps, a {@link io.tscwatch.checks.schedule.WatchSchedule} for slices of them over time, and a
 * statement of what they cover. Everything here is a pure function: the same input gives the same
 * pairs, so a run can be repeated from its record.
 */
package io.tscwatch.checks.schedule;
