package io.tscwatch.daemon.http;

/**
 * The certified offset of one CPU at one moment of the past.
 *
 * @param realtimeNanos when, nanoseconds since 1970
 * @param cpu Linux CPU number
 * @param referenceCpu the CPU that it was compared with
 * @param lowerNanos lower bound, rounded down
 * @param upperNanos upper bound, rounded up
 */
public record OffsetSample(
    long realtimeNanos, int cpu, int referenceCpu, long lowerNanos, long upperNanos) {}
