package io.tscwatch.checks.linux;

import io.tscwatch.checks.read.FileTree;
import io.tscwatch.checks.read.Reading;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel says about the TSC outside its log.
 *
 * @param release such as {@code 6.1.0-18-amd64}
 * @param currentClocksource the clocksource in use, such as {@code tsc}
 * @param availableClocksources those that may be chosen; {@code tsc} is missing when the kernel has
 *     none or has condemned it
 * @param bootParameters those that bear on the TSC
 * @param cpuFlags those that bear on the TSC
 * @param sgiUv whether this is an SGI UV machine, whose sockets are reset asynchronously
 */
public record KernelFacts(
    Reading<String> release,
    Reading<String> currentClocksource,
    Reading<List<String>> availableClocksources,
    Reading<BootParameters> bootParameters,
    Reading<CpuFlags> cpuFlags,
    boolean sgiUv) {

  public static final String RELEASE_FILE = "/proc/sys/kernel/osrelease";
  public static final String COMMAND_LINE_FILE = "/proc/cmdline";
  public static final String CPUINFO_FILE = "/proc/cpuinfo";
  public static final String CLOCKSOURCE_FOLDER = "/sys/devices/system/clocksource/clocksource0";
  public static final String CURRENT_CLOCKSOURCE_FILE = CLOCKSOURCE_FOLDER + "/current_clocksource";
  public static final String AVAILABLE_CLOCKSOURCES_FILE =
      CLOCKSOURCE_FOLDER + "/available_clocksource";

  /** Made by the kernel on UV machines only (arch/x86/kernel/apic/x2apic_uv_x.c). */
  public static final String SGI_UV_FOLDER = "/proc/sgi_uv";

  /** Reads the files; each answer stands for itself. */
  public static KernelFacts read(FileTree files) {
    return new KernelFacts(
        files.read(RELEASE_FILE).map(String::strip),
        files.read(CURRENT_CLOCKSOURCE_FILE).map(String::strip),
        files.read(AVAILABLE_CLOCKSOURCES_FILE).map(text -> List.of(text.strip().split("\\s+"))),
        files.read(COMMAND_LINE_FILE).map(BootParameters::parse),
        files.read(CPUINFO_FILE).map(CpuFlags::parse),
        files.list(SGI_UV_FOLDER) instanceof Reading.Present);
  }

  /** The version, where the release was read and begins with one. */
  public Optional<KernelVersion> version() {
    return release.toOptional().flatMap(KernelVersion::parse);
  }

  /** True if the clocksource in use was read and is the one named. */
  public boolean runsOn(String clocksource) {
    return currentClocksource.toOptional().filter(clocksource::equals).isPresent();
  }

  /** True if the boot parameters were read and hold {@code tsc=value}. */
  public boolean bootedWithTsc(String value) {
    return bootParameters.toOptional().filter(p -> p.tsc(value)).isPresent();
  }
}
