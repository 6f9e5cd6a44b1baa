package io.tscwatch.checks.topology;

import io.tscwatch.checks.read.FileTree;
import io.tscwatch.checks.read.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * Understands the topology files of sysfs (Documentation/admin-guide/cputopology.rst,
 * Documentation/ABI/stable/sysfs-devices-system-cpu in the kernel's source).
 *
 * <p>Membership is taken from the kernel's sibling lists, not from ids: ids are unique in different
 * scopes on different kernels, the lists are what the scheduler itself uses. One member's list
 * speaks for all members, so a machine of thousands of CPUs needs few reads.
 */
public final class TopologyReader {

  private static final String CPU = "/sys/devices/system/cpu/";
  private static final String NODE = "/sys/devices/system/node/";

  /** The most cache leaves a CPU is asked for; x86 kernels have shown 3 to 5. */
  private static final int MAX_CACHES = 16;

  /** BAD_APICID on x86: what cluster_id says where the CPU reports no level-2 cache topology. */
  private static final int NO_CLUSTER = 65_535;

  private static final Pattern ID = Pattern.compile("[0-9]{1,9}");
  private static final Pattern CPU_FOLDER = Pattern.compile("cpu[0-9]{1,5}");

  private final FileTree files;

  private TopologyReader(FileTree files) {
    this.files = files;
  }

  /** Reads and understands; what cannot be read or understood is unknown in the answer. */
  public static Topology read(FileTree files) {
    return new TopologyReader(files).topology();
  }

  private Topology topology() {
    Reading<CpuSet> online = cpus(CPU + "online");
    CpuSet cpus = online.toOptional().orElseGet(this::cpusWithTopology);
    Map<Integer, Integer> packages = packages(cpus);
    Map<Integer, Integer> dies = counted(cpus, cpu -> siblings(cpu, "die_id", "die_cpus_list"));
    Map<Integer, Integer> clusters =
        counted(cpus, cpu -> siblings(cpu, "cluster_id", "cluster_cpus_list"));
    Map<Integer, Integer> caches = counted(cpus, this::sharersOfLastLevelCache);
    Map<Integer, Integer> cores = counted(cpus, this::threadsOfCore);
    Map<Integer, Integer> nodes = nodes();
    Map<Integer, CoreKind> kinds = kinds();
    List<CpuPlace> places = new ArrayList<>(cpus.size());
    for (int cpu : cpus) {
      places.add(
          new CpuPlace(
              cpu,
              number(packages, cpu),
              number(dies, cpu),
              number(clusters, cpu),
              number(caches, cpu),
              number(cores, cpu),
              number(nodes, cpu),
              kinds.getOrDefault(cpu, CoreKind.UNSTATED)));
    }
    return new Topology(
        cpus(CPU + "possible"),
        cpus(CPU + "present"),
        online,
        cpus(CPU + "isolated"),
        cpus(CPU + "nohz_full"),
        places);
  }

  private static OptionalInt number(Map<Integer, Integer> numbers, int cpu) {
    Integer number = numbers.get(cpu);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Without the online list: the CPUs that have a topology folder, which offline ones have not. */
  private CpuSet cpusWithTopology() {
    List<Integer> found = new ArrayList<>();
    for (String name :
        files.list(CPU.substring(0, CPU.length() - 1)).toOptional().orElse(List.of())) {
      if (CPU_FOLDER.matcher(name).matches()) {
        int cpu = Integer.parseInt(name.substring("cpu".length()));
        if (cpu <= CpuSet.MAX_CPU && id(cpu, "core_id").isPresent()) {
          found.add(cpu);
        }
      }
    }
    return CpuSet.of(found);
  }

  /** Package numbers stay the kernel's own: people know them, and they are unique. */
  private Map<Integer, Integer> packages(CpuSet cpus) {
    Map<Integer, Integer> packages = new TreeMap<>();
    for (int cpu : cpus) {
      OptionalInt id =
          packages.containsKey(cpu) ? OptionalInt.empty() : id(cpu, "physical_package_id");
      if (id.isPresent()) {
        CpuSet members =
            list(cpu, "package_cpus_list")
                .or(() -> list(cpu, "core_siblings_list")) // its name before 5.3
                .orElse(CpuSet.of(cpu));
        members.and(cpus).forEach(member -> packages.putIfAbsent(member, id.getAsInt()));
      }
    }
    return packages;
  }

  /** Groups counted over the machine in order of their lowest CPU. */
  private static Map<Integer, Integer> counted(
      CpuSet cpus, IntFunction<Optional<CpuSet>> membersOf) {
    Map<Integer, Integer> numbers = new TreeMap<>();
    int next = 0;
    for (int cpu : cpus) {
      if (numbers.containsKey(cpu)) {
        continue;
      }
      Optional<CpuSet> members = membersOf.apply(cpu);
      if (members.isPresent()) {
        for (int member : members.get().and(cpus)) {
          numbers.putIfAbsent(member, next);
        }
        next++;
      }
    }
    return numbers;
  }

  /** The CPUs of a level whose id says whether the architecture knows the level at all. */
  private Optional<CpuSet> siblings(int cpu, String idName, String listName) {
    OptionalInt id = id(cpu, idName);
    return id.isPresent() && id.getAsInt() != NO_CLUSTER ? list(cpu, listName) : Optional.empty();
  }

  private Optional<CpuSet> threadsOfCore(int cpu) {
    return list(cpu, "core_cpus_list")
        .or(() -> list(cpu, "thread_siblings_list")); // its name before 5.3
  }

  /**
   * The sharers of the data or unified cache of the highest level. Not the one with the highest
   * index: the low-power cores of some hybrid machines have no level 3, and index order is not
   * documented.
   */
  private Optional<CpuSet> sharersOfLastLevelCache(int cpu) {
    int highest = 0;
    String sharers = "";
    for (int index = 0; index < MAX_CACHES; index++) {
      String cache = CPU + "cpu" + cpu + "/cache/index" + index + "/";
      OptionalInt level = parseId(files.read(cache + "level").toOptional().orElse(""));
      if (level.isEmpty()) {
        break;
      }
      String type = files.read(cache + "type").toOptional().orElse("").strip();
      if (level.getAsInt() > highest && !type.equals("Instruction")) {
        highest = level.getAsInt();
        sharers = cache + "shared_cpu_list";
      }
    }
    return highest == 0 ? Optional.empty() : listWith(cpu, sharers);
  }

  private Map<Integer, Integer> nodes() {
    Map<Integer, Integer> nodes = new TreeMap<>();
    for (int node : cpus(NODE + "online").toOptional().orElse(CpuSet.empty())) {
      Reading<CpuSet> members = cpus(NODE + "node" + node + "/cpulist");
      members.toOptional().orElse(CpuSet.empty()).forEach(cpu -> nodes.putIfAbsent(cpu, node));
    }
    return nodes;
  }

  /** The kernel tells core kinds apart by their performance-counter devices. */
  private Map<Integer, CoreKind> kinds() {
    Map<Integer, CoreKind> kinds = new TreeMap<>();
    Map.of(
            "cpu_core", CoreKind.PERFORMANCE,
            "cpu_atom", CoreKind.EFFICIENCY,
            "cpu_lowpower", CoreKind.LOW_POWER)
        .forEach(
            (device, kind) ->
                cpus("/sys/devices/" + device + "/cpus")
                    .toOptional()
                    .orElse(CpuSet.empty())
                    .forEach(cpu -> kinds.put(cpu, kind)));
    return kinds;
  }

  private OptionalInt id(int cpu, String name) {
    return parseId(files.read(CPU + "cpu" + cpu + "/topology/" + name).toOptional().orElse(""));
  }

  private Optional<CpuSet> list(int cpu, String name) {
    return listWith(cpu, CPU + "cpu" + cpu + "/topology/" + name);
  }

  /** A list that names the CPU it belongs to; any other list is not believed. */
  private Optional<CpuSet> listWith(int cpu, String path) {
    return cpus(path).toOptional().filter(members -> members.contains(cpu));
  }

  private Reading<CpuSet> cpus(String path) {
    Reading<String> text = files.read(path);
    return text instanceof Reading.Present<String> present
        ? parseCpus(present.value(), path)
        : text.map(CpuSet::parse);
  }

  /**
   * A CPU list such as {@code 0-3,8}. {@code (null)} is what kernels built with CPUMASK_OFFSTACK
   * print in nohz_full when the parameter was not given.
   */
  static Reading<CpuSet> parseCpus(String text, String path) {
    String list = text.strip();
    if (list.equals("(null)")) {
      return Reading.present(CpuSet.empty());
    }
    try {
      return Reading.present(CpuSet.parse(list));
    } catch (IllegalArgumentException wrong) {
      return Reading.failed(path + ": " + wrong.getMessage());
    }
  }

  /** A number from 0 on. The kernel writes -1 where the architecture does not define the level. */
  static OptionalInt parseId(String text) {
    String digits = text.strip();
    return ID.matcher(digits).matches()
        ? OptionalInt.of(Integer.parseInt(digits))
        : OptionalInt.empty();
  }
}
