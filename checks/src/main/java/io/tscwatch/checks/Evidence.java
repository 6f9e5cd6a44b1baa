package io.tscwatch.checks;

import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.measure.Measurement;
import io.tscwatch.checks.witness.WitnessReport;

/**
 * Everything that a machine answered, before anything is judged.
 *
 * @param origin the machine that was asked
 * @param startedRealtimeNanos when it began, nanoseconds since 1970
 * @param elapsedNanos how long asking took
 * @param facts what the machine says of itself
 * @param measurement what was measured
 * @param witnesses what other clocks said meanwhile
 */
public record Evidence(
    Origin origin,
    long startedRealtimeNanos,
    long elapsedNanos,
    Facts facts,
    Measurement measurement,
    WitnessReport witnesses) {}
