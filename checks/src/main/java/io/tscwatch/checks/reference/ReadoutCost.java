package io.tscwatch.checks.reference;

/**
 * What reading a clock cost, and how long single reads took.
 *
 * @param reads how many brackets were certified
 * @param medianCycles width of the median bracket
 * @param widestCycles width of the widest
 * @param slowReads how many were wider than was asked for
 * @param cpuNanos CPU time of the thread that read, all tries, opening and closing included
 */
public record ReadoutCost(
    long reads, long medianCycles, long widestCycles, long slowReads, long cpuNanos) {}
