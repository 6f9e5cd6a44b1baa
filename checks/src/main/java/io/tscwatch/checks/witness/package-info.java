/**
 * What other clocks prove about the TSC, and who is believed.
 *
 * <p>Enters: {@link io.tscwatch.checks.reference.ClockSample}s, asked of a machine by {@link
 * io.tscwatch.checks.witness.WitnessBench}, and the machine's facts. A {@link
 * io.tscwatch.checks.witness.WitnessSeries} turns the samples of one clock into a certified
 * interval of the TSC's rate against it, with the method of {@code io.tscwatch.checks.rate}; {@link
 * io.tscwatch.checks.witness.Lineage} says what the clock derives from; {@link
 * io.tscwatch.checks.witness.Vote} intersects the intervals of independent sources; {@link
 * io.tscwatch.checks.witness.HeadRoom} holds the rate against the limit of the kernel's own
 * watchdog. Leaves: a {@link io.tscwatch.checks.witness.WitnessReport}, and findings.
 *
 * <p>Rates are by how much the TSC gains on its nominal frequency if the clock is right, in
 * picoseconds per second: 1,000,000 are one ppm. All are integers, rounded outward.
 */
package io.tscwatch.checks.witness;
