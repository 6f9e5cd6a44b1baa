package io.tscwatch.config;

/**
 * How other clocks are asked of the TSC's rate.
 *
 * @param enabled whether they are read at all
 * @param intervalNanos from one look at a clock to the next
 * @param maxIntrusionPpm the largest share of one CPU that reading them may take
 */
public record WitnessesSettings(boolean enabled, long intervalNanos, long maxIntrusionPpm) {}
