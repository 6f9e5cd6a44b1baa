package io.tscwatch.checks.exchange;

/**
 * The step in which one CPU's counter was seen to move.
 *
 * @param cpu the CPU it was read on
 * @param stepCycles greatest common divisor of all differences seen: 1 means every cycle is
 *     visible; larger, every value is a multiple of it (plus a constant)
 * @param smallestDeltaCycles smallest non-zero difference of two successive reads
 * @param reads how many reads were made
 */
public record Granularity(int cpu, long stepCycles, long smallestDeltaCycles, int reads) {}
