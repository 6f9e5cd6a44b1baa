package io.tscwatch.checks.schedule;

import io.tscwatch.checks.read.TextFileTree;
import io.tscwatch.checks.topology.CpuNumbering;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.topology.SysfsText;
import io.tscwatch.checks.topology.Topology;
import io.tscwatch.checks.topology.TopologyReader;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Machines of many shapes with holes, each told by its seed. */
final class RandomMachines {

  private RandomMachines() {}

  /** A topology and those of its CPUs that are to be measured, at least two. */
  record Machine(long seed, Topology topology, CpuSet cpus) {
    @Override
    public String toString() {
      return "machine " + seed + " with CPUs " + cpus;
    }
  }

  static Stream<Machine> many(int count, int maxCpus) {
    return Stream.iterate(1L, seed -> seed + 1)
        .map(seed -> machine(seed, maxCpus))
        .filter(machine -> machine.cpus().size() >= 2)
        .limit(count);
  }

  static Topology topology(MachineShape shape) {
    return TopologyReader.read(TextFileTree.of(SysfsText.of(shape)));
  }

  private static Machine machine(long seed, int maxCpus) {
    Random random = new Random(seed);
    MachineShape shape = shape(random, maxCpus);
    int percentGone = random.nextInt(3) == 0 ? random.nextInt(80) : 0;
    CpuSet offline = some(shape.present(), percentGone, random).minus(CpuSet.of(0));
    Map<String, String> sysfs = SysfsText.of(shape.withOffline(offline));
    if (random.nextInt(4) == 0) {
      // Some facts are missing here and there: an old kernel, a container that hides files.
      sysfs.keySet().removeIf(path -> path.contains("cpu/cpu") && random.nextInt(5) == 0);
    }
    Topology topology = TopologyReader.read(TextFileTree.of(sysfs));
    int percentExcluded = random.nextInt(2) == 0 ? random.nextInt(90) : 0;
    return new Machine(
        seed, topology, topology.cpus().minus(some(topology.cpus(), percentExcluded, random)));
  }

  private static MachineShape shape(Random random, int maxCpus) {
    while (true) {
      int packages = 1 + random.nextInt(random.nextBoolean() ? 2 : 40);
      int dies = 1 + random.nextInt(2);
      int caches = 1 + random.nextInt(4);
      int cores = 1 + random.nextInt(random.nextBoolean() ? 8 : 40);
      int threads = 1 + random.nextInt(2);
      if (packages * dies * caches * cores * threads <= maxCpus) {
        CpuNumbering[] styles = CpuNumbering.values();
        return MachineShape.of(packages, dies, caches, cores, threads)
            .withNumbering(styles[random.nextInt(styles.length)]);
      }
    }
  }

  private static CpuSet some(CpuSet cpus, int percent, Random random) {
    return CpuSet.of(cpus.stream().filter(cpu -> random.nextInt(100) < percent).boxed().toList());
  }
}
