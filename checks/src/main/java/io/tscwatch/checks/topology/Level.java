package io.tscwatch.checks.topology;

/** What CPUs can share, from the nearest to the farthest. */
public enum Level {
  /** The threads of one core. */
  CORE("core"),
  /** Cores that share a mid-level cache, such as the four E-cores of one module. */
  CLUSTER("cluster"),
  /** The CPUs behind one last-level cache. */
  LLC("last-level cache"),
  /** One piece of silicon in a package, as far as the kernel tells dies apart. */
  DIE("die"),
  /** One socket. */
  PACKAGE("package"),
  /** One NUMA node: inside a package, equal to it, or beyond it, by the firmware's choice. */
  NODE("NUMA node");

  private final String noun;

  Level(String noun) {
    this.noun = noun;
  }

  /** A word for people, such as {@code last-level cache}. */
  public String noun() {
    return noun;
  }
}
