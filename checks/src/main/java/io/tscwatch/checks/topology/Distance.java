package io.tscwatch.checks.topology;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The nearest thing that two CPUs share, ordered from near to far. */
public enum Distance {
  /** Threads of one core. */
  SIBLING(Level.CORE, "same core"),
  /** Different cores of one cluster: they share a mid-level cache. */
  CLUSTER(Level.CLUSTER, "same cluster"),
  /** Behind the same last-level cache. */
  LLC(Level.LLC, "same last-level cache"),
  /** On the same die, behind different last-level caches. */
  DIE(Level.DIE, "same die"),
  /** In the same package, on different or unknown dies. */
  PACKAGE(Level.PACKAGE, "same package"),
  /** In different packages. */
  REMOTE("other package"),
  /** Nothing is known to be shared, and that the packages differ is not known either. */
  UNKNOWN("unknown");

  /** The distances at which something is shared, from near to far. */
  static final List<Distance> SHARING =
      Stream.of(values()).filter(distance -> distance.shared.isPresent()).toList();

  private final Optional<Level> shared;
  private final String phrase;

  Distance(Level shared, String phrase) {
    this.shared = Optional.of(shared);
    this.phrase = phrase;
  }

  Distance(String phrase) {
    this.shared = Optional.empty();
    this.phrase = phrase;
  }

  /** What is shared at this distance; empty for {@link #REMOTE} and {@link #UNKNOWN}. */
  public Optional<Level> shared() {
    return shared;
  }

  /** A few words for people, such as {@code same last-level cache}. */
  public String phrase() {
    return phrase;
  }
}
