package io.tscwatch.daemon.alert.state;

import io.tscwatch.config.AlertTarget;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the telling of one target does, for status and metrics. Its URL is not here: it may be
 * secret.
 *
 * @param delivered transitions it was told of since the start
 * @param failedAttempts requests that came to nothing
 * @param refused transitions that it would not take
 * @param dropped transitions that were dropped because too many waited
 * @param pending transitions that wait
 * @param oldestRealtimeNanos when the oldest of them happened
 * @param problem why the last request failed; empty if it did not
 */
public record TargetState(
    String name,
    AlertTarget.Type type,
    long delivered,
    long failedAttempts,
    long refused,
    long dropped,
    long pending,
    OptionalLong oldestRealtimeNanos,
    Optional<String> problem) {}
