package io.tscwatch.checks.topology;

import java.util.OptionalInt;

/**
 * A regular machine, for simulation and tests: so many packages of so many dies, of so many
 * last-level caches, of so many cores, of so many threads. {@link SysfsText} writes its sysfs.
 *
 * @param nodesPerPackage NUMA nodes; must divide the last-level caches of a package
 * @param numbering how the CPUs are numbered
 * @param offline CPUs that are present but not online; never all
 * @param isolated what isolcpus= names
 * @param nohzFull what nohz_full= names
 */
public record MachineShape(
    int packages,
    int diesPerPackage,
    int cachesPerDie,
    int coresPerCache,
    int threadsPerCore,
    int nodesPerPackage,
    CpuNumbering numbering,
    CpuSet offline,
    CpuSet isolated,
    CpuSet nohzFull) {

  /**
   * @throws IllegalArgumentException if a count is below 1, the CPUs are too many, the nodes do not
   *     divide the caches, a set names a CPU that is not there, or no CPU is online
   */
  public MachineShape {
    long cpus = 1;
    for (int count :
        new int[] {packages, diesPerPackage, cachesPerDie, coresPerCache, threadsPerCore}) {
      if (count < 1) {
        throw new IllegalArgumentException(
            "a machine has at least one of everything, not " + count);
      }
      cpus *= count;
      if (cpus > CpuSet.MAX_CPU + 1) {
        throw new IllegalArgumentException("more than " + (CpuSet.MAX_CPU + 1) + " CPUs");
      }
    }
    if (nodesPerPackage < 1 || diesPerPackage * cachesPerDie % nodesPerPackage != 0) {
      throw new IllegalArgumentException(
          nodesPerPackage
              + " NUMA nodes do not divide a package of "
              + diesPerPackage * cachesPerDie
              + " last-level caches");
    }
    CpuSet present = CpuSet.range(0, (int) cpus - 1);
    for (CpuSet named : new CpuSet[] {offline, isolated, nohzFull}) {
      if (!present.containsAll(named)) {
        throw new IllegalArgumentException(
            "CPUs " + named.minus(present) + " are not among " + present);
      }
    }
    if (offline.size() == cpus) {
      throw new IllegalArgumentException("no CPU is online");
    }
  }

  /** One node a package, siblings numbered last, every CPU online, none isolated. */
  public static MachineShape of(
      int packages, int diesPerPackage, int cachesPerDie, int coresPerCache, int threadsPerCore) {
    return new MachineShape(
        packages,
        diesPerPackage,
        cachesPerDie,
        coresPerCache,
        threadsPerCore,
        1,
        CpuNumbering.SIBLINGS_LAST,
        CpuSet.empty(),
        CpuSet.empty(),
        CpuSet.empty());
  }

  /** The same machine with its CPUs numbered otherwise. */
  public MachineShape withNumbering(CpuNumbering other) {
    return copy(nodesPerPackage, other, offline, isolated, nohzFull);
  }

  /** The same machine with so many NUMA nodes in each package. */
  public MachineShape withNodesPerPackage(int nodes) {
    return copy(nodes, numbering, offline, isolated, nohzFull);
  }

  /** The same machine with exactly these CPUs offline. */
  public MachineShape withOffline(CpuSet cpus) {
    return copy(nodesPerPackage, numbering, cpus, isolated, nohzFull);
  }

  /** The same machine with exactly these CPUs isolated. */
  public MachineShape withIsolated(CpuSet cpus) {
    return copy(nodesPerPackage, numbering, offline, cpus, nohzFull);
  }

  /** The same machine with exactly these CPUs tickless. */
  public MachineShape withNohzFull(CpuSet cpus) {
    return copy(nodesPerPackage, numbering, offline, isolated, cpus);
  }

  private MachineShape copy(
      int nodes, CpuNumbering style, CpuSet off, CpuSet isolatedCpus, CpuSet tickless) {
    return new MachineShape(
        packages,
        diesPerPackage,
        cachesPerDie,
        coresPerCache,
        threadsPerCore,
        nodes,
        style,
        off,
        isolatedCpus,
        tickless);
  }

  /** All CPUs, offline ones included: numbered from 0 without holes. */
  public CpuSet present() {
    return CpuSet.range(0, cores() * threadsPerCore - 1);
  }

  /** The CPUs that are online. */
  public CpuSet online() {
    return present().minus(offline);
  }

  private int cores() {
    return packages * coresPerPackage();
  }

  private int coresPerPackage() {
    return diesPerPackage * cachesPerDie * coresPerCache;
  }

  /**
   * Where a CPU sits, online or not. Groups are counted in the order of the hardware, offline ones
   * included, so their numbers may differ from those that {@link TopologyReader} counts.
   */
  public CpuPlace place(int cpu) {
    if (!present().contains(cpu)) {
      throw new IllegalArgumentException("CPU " + cpu + " is not among " + present());
    }
    int core = coreOf(cpu);
    int cache = core / coresPerCache;
    int cachesPerNode = diesPerPackage * cachesPerDie / nodesPerPackage;
    return new CpuPlace(
        cpu,
        OptionalInt.of(core / coresPerPackage()),
        OptionalInt.of(cache / cachesPerDie),
        OptionalInt.empty(),
        OptionalInt.of(cache),
        OptionalInt.of(core),
        OptionalInt.of(cache / cachesPerNode),
        CoreKind.UNSTATED);
  }

  /** The core of a CPU, counted over the machine package by package. */
  private int coreOf(int cpu) {
    return switch (numbering) {
      case SIBLINGS_LAST -> cpu % cores();
      case SIBLINGS_ADJACENT -> cpu / threadsPerCore;
      case PACKAGES_INTERLEAVED -> {
        int dealt = cpu % cores();
        yield dealt % packages * coresPerPackage() + dealt / packages;
      }
    };
  }
}
