package io.tscwatch.checks.topology;

/** The nearest thing that two CPUs share, ordered from near to far. */
public enum Distance {
  /** Threads of one core. */
  SIBLING("same core"),
  /** Different cores of one cluster: they share a mid-level cache. */
  CLUSTER("same cluster"),
  /** Behind the same last-level cache. */
  LLC("same last-level cache"),
  /** On the same die, behind different last-level caches. */
  DIE("same die"),
  /** In the same package, on different or unknown dies. */
  PACKAGE("same package"),
  /** In different packages. */
  REMOTE("other package"),
  /** Nothing is known to be shared, and that the packages differ is not known either. */
  UNKNOWN("unknown");

  private final String phrase;

  Distance(String phrase) {
    this.phrase = phrase;
  }

  /** A few words for people, such as {@code same last-level cache}. */
  public String phrase() {
    return phrase;
  }
}
