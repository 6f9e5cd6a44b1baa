package io.tscwatch.checks.witness;

/**
 * How long it was by another clock, to settle how often a short counter came around.
 *
 * @param fromCycles the TSC at the beginning
 * @param untilCycles the TSC at the end
 * @param nanos how long it was, by that clock
 */
record Elapsed(long fromCycles, long untilCycles, long nanos) {}
