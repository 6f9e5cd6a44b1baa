package io.tscwatch.checks.watch;

import io.tscwatch.checks.finding.Finding;

/**
 * A finding that holds now.
 *
 * @param finding as it was last seen; its numbers may change while it holds
 * @param raisedRealtimeNanos when it was first seen, nanoseconds since 1970
 * @param lastSeenRealtimeNanos when the evidence last showed it
 */
public record ActiveFinding(
    Finding finding, long raisedRealtimeNanos, long lastSeenRealtimeNanos) {}
