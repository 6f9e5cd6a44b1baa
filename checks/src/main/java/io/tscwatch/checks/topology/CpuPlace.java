package io.tscwatch.checks.topology;

import java.util.OptionalInt;

/**
 * Where one CPU sits. Every number is unique in the whole machine, so two CPUs share a thing
 * exactly when both numbers are present and equal. An empty number means that the kernel does not
 * say.
 *
 * @param cpu Linux CPU number
 * @param packageId the kernel's physical_package_id
 * @param die dies counted over the machine in order of their lowest CPU (the kernel's die_id is
 *     unique only in its package)
 * @param cluster clusters counted likewise
 * @param llc last-level caches counted likewise (the kernel's cache id is unique only among caches
 *     of the same level)
 * @param core cores counted likewise (the kernel's core_id is unique only in its package or die)
 * @param node the kernel's NUMA node number
 * @param kind the kind of core on a hybrid machine
 */
public record CpuPlace(
    int cpu,
    OptionalInt packageId,
    OptionalInt die,
    OptionalInt cluster,
    OptionalInt llc,
    OptionalInt core,
    OptionalInt node,
    CoreKind kind) {

  /** A CPU of which nothing is known: an offline one, or sysfs is missing. */
  public static CpuPlace unknown(int cpu) {
    OptionalInt no = OptionalInt.empty();
    return new CpuPlace(cpu, no, no, no, no, no, no, CoreKind.UNSTATED);
  }

  /** The number of the group that this CPU is in; empty if unknown. */
  public OptionalInt group(Level level) {
    return switch (level) {
      case CORE -> core;
      case CLUSTER -> cluster;
      case LLC -> llc;
      case DIE -> die;
      case PACKAGE -> packageId;
      case NODE -> node;
    };
  }

  /** True when both are known to be in the same group; false when not, or when unknown. */
  public boolean shares(Level level, CpuPlace other) {
    OptionalInt mine = group(level);
    return mine.isPresent() && mine.equals(other.group(level));
  }

  /**
   * The nearest thing shared with another CPU.
   *
   * @throws IllegalArgumentException if it is the same CPU
   */
  public Distance distanceTo(CpuPlace other) {
    if (cpu == other.cpu) {
      throw new IllegalArgumentException("CPU " + cpu + " has no distance to itself");
    }
    for (Distance distance : Distance.SHARING) {
      if (shares(distance.shared().orElseThrow(), other)) {
        return distance;
      }
    }
    boolean packagesKnown = packageId.isPresent() && other.packageId.isPresent();
    return packagesKnown ? Distance.REMOTE : Distance.UNKNOWN;
  }
}
