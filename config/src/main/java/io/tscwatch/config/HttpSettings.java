package io.tscwatch.config;

import io.tscwatch.config.format.ListenAddress;
import java.util.List;
import java.util.Optional;

/**
 * The status endpoint.
 *
 * @param listen where it listens; empty for no endpoint
 * @param allowRemote the operator's word that other machines may connect: there is no encryption
 *     and no login
 * @param allowedHosts names allowed in the Host header besides the listen address and localhost
 * @param maxConnections how many connections at once, event streams included
 * @param maxEventStreams how many of them may be event streams
 * @param maxHeaderBytes the largest request header
 * @param idleTimeoutNanos a connection without progress for so long is closed
 */
public record HttpSettings(
    Optional<ListenAddress> listen,
    boolean allowRemote,
    List<String> allowedHosts,
    int maxConnections,
    int maxEventStreams,
    int maxHeaderBytes,
    long idleTimeoutNanos) {

  public HttpSettings {
    allowedHosts = List.copyOf(allowedHosts);
  }
}
