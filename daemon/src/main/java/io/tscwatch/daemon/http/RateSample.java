package io.tscwatch.daemon.http;

/**
 * The certified rate of the TSC against one other clock at one moment of the past.
 *
 * @param realtimeNanos when, nanoseconds since 1970
 * @param witness the clock's name, such as {@code hpet}
 * @param minPicosPerSecond by how much the TSC runs fast against it, at least
 * @param maxPicosPerSecond the same, at most
 */
public record RateSample(
    long realtimeNanos, String witness, long minPicosPerSecond, long maxPicosPerSecond) {}
