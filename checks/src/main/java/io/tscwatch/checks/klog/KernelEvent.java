package io.tscwatch.checks.klog;

import io.tscwatch.checks.topology.CpuSet;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One thing that the kernel said happened to the TSC. What the message does not say is empty;
 * nothing is guessed.
 *
 * @param line number of its first line in the log, from 1
 * @param bootNanos when, on the log's own clock (near CLOCK_MONOTONIC), if the prefix tells
 * @param stamp the time as the prefix writes it, if it writes one
 * @param code what happened
 * @param cpus every CPU that the message names as a party
 * @param clocksource the clock that is judged, switched to or refined; {@code tsc} or {@code
 *     tsc-early} except for a switch
 * @param watchdog the reference clock it was compared with
 * @param skewNanos the judged clock's interval minus the reference's: positive, it ran ahead
 * @param detail the numbers that only this kind has
 * @param text the message as the kernel wrote it, without the log's prefix; lines of one report are
 *     separated by a line feed
 */
public record KernelEvent(
    long line,
    OptionalLong bootNanos,
    Optional<String> stamp,
    KernelEventCode code,
    CpuSet cpus,
    Optional<String> clocksource,
    Optional<String> watchdog,
    OptionalLong skewNanos,
    KernelDetail detail,
    String text) {}
