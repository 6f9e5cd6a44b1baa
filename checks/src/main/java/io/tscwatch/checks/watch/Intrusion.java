package io.tscwatch.checks.watch;

/**
 * How much the watch takes from the CPUs it watches.
 *
 * @param budgetPartsPerMillion the share of each CPU that it may take
 * @param meanPartsPerMillion the share it took of the average CPU, over the last minute
 * @param worstPartsPerMillion the share it took of the CPU it took most from, over the last minute
 * @param worstCpu that CPU; -1 before anything was measured
 */
public record Intrusion(
    long budgetPartsPerMillion,
    long meanPartsPerMillion,
    long worstPartsPerMillion,
    int worstCpu) {}
