/**
 * Clocks other than the TSC, as they are read: each between two reads of the counter on one CPU.
 *
 * <p>Nothing is judged here. A {@link io.tscwatch.checks.reference.ClockQuestion} goes to a
 * machine, a {@link io.tscwatch.checks.reference.ClockSample} comes back; what a series of them
 * proves about the TSC is found by {@code io.tscwatch.checks.witness}.
 */
package io.tscwatch.checks.reference;
