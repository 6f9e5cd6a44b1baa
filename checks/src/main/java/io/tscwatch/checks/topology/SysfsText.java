package io.tscwatch.checks.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the sysfs files that {@link TopologyReader} reads, with the text that a current x86 kernel
 * would show for a {@link MachineShape}: the single source of the topology of simulated machines.
 */
public final class SysfsText {

  private static final String CPU = "/sys/devices/system/cpu/";
  private static final String NODE = "/sys/devices/system/node/";

  private SysfsText() {}

  /**
   * The files by absolute path, in a new map that the caller may change. After a hotplug, generate
   * again from {@link MachineShape#withOffline}: sibling lists name online CPUs only.
   */
  public static Map<String, String> of(MachineShape shape) {
    Map<String, String> files = new HashMap<>();
    files.put(CPU + "possible", line(shape.present()));
    files.put(CPU + "present", line(shape.present()));
    files.put(CPU + "online", line(shape.online()));
    files.put(CPU + "offline", line(shape.offline()));
    files.put(CPU + "isolated", line(shape.isolated()));
    if (!shape.nohzFull().isEmpty()) {
      // The file exists only in kernels built with CONFIG_NO_HZ_FULL.
      files.put(CPU + "nohz_full", line(shape.nohzFull()));
    }
    List<CpuPlace> places = shape.online().stream().mapToObj(shape::place).toList();
    Map<Integer, String> packages = lists(places, Level.PACKAGE);
    Map<Integer, String> dies = lists(places, Level.DIE);
    Map<Integer, String> caches = lists(places, Level.LLC);
    Map<Integer, String> cores = lists(places, Level.CORE);
    int coresPerPackage = shape.diesPerPackage() * shape.cachesPerDie() * shape.coresPerCache();
    for (CpuPlace place : places) {
      String threads = member(cores, place, Level.CORE);
      String topology = CPU + "cpu" + place.cpu() + "/topology/";
      files.put(topology + "physical_package_id", id(place, Level.PACKAGE, Integer.MAX_VALUE));
      files.put(topology + "package_cpus_list", member(packages, place, Level.PACKAGE));
      files.put(topology + "die_id", id(place, Level.DIE, shape.diesPerPackage()));
      files.put(topology + "die_cpus_list", member(dies, place, Level.DIE));
      files.put(topology + "core_id", id(place, Level.CORE, coresPerPackage));
      files.put(topology + "core_cpus_list", threads);
      putCache(files, place.cpu(), 0, 1, "Data", threads);
      putCache(files, place.cpu(), 1, 1, "Instruction", threads);
      putCache(files, place.cpu(), 2, 2, "Unified", threads);
      putCache(files, place.cpu(), 3, 3, "Unified", member(caches, place, Level.LLC));
    }
    Map<Integer, String> nodes = lists(places, Level.NODE);
    files.put(NODE + "online", line(CpuSet.of(nodes.keySet())));
    nodes.forEach((node, cpus) -> files.put(NODE + "node" + node + "/cpulist", cpus));
    return files;
  }

  private static void putCache(
      Map<String, String> files, int cpu, int index, int level, String type, String sharers) {
    String cache = CPU + "cpu" + cpu + "/cache/index" + index + "/";
    files.put(cache + "level", level + "\n");
    files.put(cache + "type", type + "\n");
    files.put(cache + "shared_cpu_list", sharers);
  }

  /** The kernel's ids of dies and cores start anew in each package. */
  private static String id(CpuPlace place, Level level, int countPerPackage) {
    return number(place, level) % countPerPackage + "\n";
  }

  private static String member(Map<Integer, String> lists, CpuPlace place, Level level) {
    return lists.getOrDefault(number(place, level), "");
  }

  private static int number(CpuPlace place, Level level) {
    return place.group(level).orElseThrow();
  }

  private static Map<Integer, String> lists(List<CpuPlace> places, Level level) {
    return places.stream()
        .collect(
            Collectors.groupingBy(
                place -> number(place, level),
                Collectors.collectingAndThen(
                    Collectors.toList(),
                    members -> line(CpuSet.of(members.stream().map(CpuPlace::cpu).toList())))));
  }

  private static String line(CpuSet cpus) {
    return cpus + "\n";
  }
}
