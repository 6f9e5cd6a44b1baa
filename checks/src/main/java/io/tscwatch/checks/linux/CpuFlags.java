package io.tscwatch.checks.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The flags of {@code /proc/cpuinfo} that bear on the TSC: what the kernel made of CPUID, of the
 * hypervisor and of its own quirks. They may differ from CPUID itself.
 *
 * @param names the flags that every CPU shown has
 */
public record CpuFlags(Set<String> names) {

  /** Names of arch/x86/include/asm/cpufeatures.h. */
  private static final Set<String> KEPT =
      Set.of(
          "tsc",
          "constant_tsc",
          "nonstop_tsc",
          "nonstop_tsc_s3",
          "tsc_reliable",
          "tsc_known_freq",
          "tsc_adjust",
          "tsc_scale",
          "tsc_deadline_timer",
          "rdtscp",
          "art",
          "lfence_rdtsc",
          "hypervisor");

  public CpuFlags {
    names = Set.copyOf(names);
  }

  /**
   * Reads the flags; the empty set if no {@code flags} line is there.
   *
   * @param cpuinfo the text of {@code /proc/cpuinfo}; may be cut after some CPU
   */
  public static CpuFlags parse(String cpuinfo) {
    List<Set<String>> perCpu = new ArrayList<>();
    for (String line : cpuinfo.lines().toList()) {
      // "flags\t\t: fpu vme de pse tsc msr ..."
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equals("flags")) {
        Set<String> flags = new TreeSet<>(List.of(line.substring(colon + 1).strip().split(" ")));
        flags.retainAll(KEPT);
        perCpu.add(flags);
      }
    }
    Set<String> common = perCpu.isEmpty() ? Set.of() : perCpu.get(0);
    for (Set<String> flags : perCpu) {
      common.retainAll(flags);
    }
    return new CpuFlags(common);
  }

  public boolean has(String name) {
    return names.contains(name);
  }
}
