package io.tscwatch.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One that is told.
 *
 * @param name unique among the targets
 * @param type what it understands
 * @param url of a webhook the whole, of an Alertmanager its base, without {@code /api/v2/alerts}
 * @param minSeverity what is less is not told
 * @param bearerTokenFile holds a token that is sent as {@code Authorization: Bearer}
 * @param secretFile holds the secret that a webhook's body is signed with
 * @param caFile PEM certificates: only what they vouch for is trusted, instead of the system's
 * @param timeoutNanos a request without a whole answer for so long has failed
 * @param resendEveryNanos how often an Alertmanager is told again of what still holds
 * @param maxPending the most transitions that wait for a webhook; the oldest are dropped beyond
 */
public record AlertTarget(
    String name,
    Type type,
    URI url,
    Severity minSeverity,
    Optional<Path> bearerTokenFile,
    Optional<Path> secretFile,
    Optional<Path> caFile,
    long timeoutNanos,
    long resendEveryNanos,
    int maxPending) {

  /** What a target understands. */
  public enum Type {
    /** Version 2 of the Alertmanager's API: the state of every alert, told again and again. */
    ALERTMANAGER,
    /** A POST of one JSON document for each transition. */
    WEBHOOK
  }

  /** As findings have them, from least to most. */
  public enum Severity {
    INFO,
    WARNING,
    UNKNOWN,
    CRITICAL
  }
}
