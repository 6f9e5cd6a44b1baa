package io.tscwatch.checks.enforce;

import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * What is known at one moment.
 *
 * @param verdict on the machine
 * @param proof the sentence of the gravest finding that proves a fault of the counters; empty if
 *     there is none, whatever the verdict
 * @param current current_clocksource, just read
 * @param available available_clocksource, in the kernel's order
 * @param kvmclockCorrected see {@link io.tscwatch.checks.linux.ClocksourceKind#of}
 * @param reliableForNanos for how long the verdict has been RELIABLE; 0 if it is not
 * @param monotonicNanos CLOCK_MONOTONIC of the machine
 */
public record Situation(
    Verdict verdict,
    Optional<String> proof,
    Reading<String> current,
    Reading<List<String>> available,
    boolean kvmclockCorrected,
    long reliableForNanos,
    long monotonicNanos) {}
