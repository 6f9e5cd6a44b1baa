package io.tscwatch.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Whom the daemon itself tells of what it finds.
 *
 * @param targets none: nobody
 * @param labels {@code name=value}, put on every alert
 * @param link where the page of this host can be seen from elsewhere, for links in alerts; empty:
 *     made of the host's name and the port of {@link HttpSettings#listen()}
 */
public record AlertSettings(List<AlertTarget> targets, List<String> labels, Optional<URI> link) {

  public AlertSettings {
    targets = List.copyOf(targets);
    labels = List.copyOf(labels);
  }
}
