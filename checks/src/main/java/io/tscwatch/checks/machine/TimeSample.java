package io.tscwatch.checks.machine;

/**
 * The system clocks read between two counter reads on one CPU, the narrowest bracket of several
 * tries. From two of these follows the counter's frequency; from BOOTTIME against MONOTONIC, a
 * suspend; from REALTIME against MONOTONIC, a clock that was set.
 *
 * @param cpu the CPU that all reads were made on
 * @param tscBeforeCycles counter before the clocks were read
 * @param tscAfterCycles counter after
 * @param monotonicNanos CLOCK_MONOTONIC
 * @param monotonicRawNanos CLOCK_MONOTONIC_RAW
 * @param boottimeNanos CLOCK_BOOTTIME
 * @param realtimeNanos CLOCK_REALTIME since 1970
 */
public record TimeSample(
    int cpu,
    long tscBeforeCycles,
    long tscAfterCycles,
    long monotonicNanos,
    long monotonicRawNanos,
    long boottimeNanos,
    long realtimeNanos) {}
