/**
 * Clocks beside the TSC: what reading each of this machine's costs and certifies, and how soon
 * planted faults of simulated ones are told.
 *
 * <p>Enters: this machine's clocks, read for real, and the built-in scenarios {@code witness-*}.
 * Leaves: figures of each clock, and the outcome of each case.
 */
package io.tscwatch.bench.witnesses;
