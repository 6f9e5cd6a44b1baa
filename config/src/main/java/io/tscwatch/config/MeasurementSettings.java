package io.tscwatch.config;

import java.util.Optional;

/**
 * How the daemon measures.
 *
 * @param intervalNanos from the start of one partial sweep to that of the next
 * @param coverEveryNanos every CPU is measured at least once in this time
 * @param pairBudgetNanos how long one pair exchanges
 * @param maxIntrusionPpm the largest share of any CPU that all probes together may take
 * @param cpus CPU list of what is to be measured; empty for all that this process may use
 * @param exclude CPU list of what is never touched; empty for none
 * @param includeIsolated whether CPUs in isolcpus and nohz_full are measured too
 */
public record MeasurementSettings(
    long intervalNanos,
    long coverEveryNanos,
    long pairBudgetNanos,
    long maxIntrusionPpm,
    Optional<String> cpus,
    Optional<String> exclude,
    boolean includeIsolated) {}
