package io.tscwatch.checks.simulate;

import io.tscwatch.checks.read.FileTree;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.read.TextFileTree;
import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.simulate.Platform.Hypervisor;
import io.tscwatch.checks.simulate.Platform.Vendor;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.SysfsText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The files of a simulated machine as they are at the moment.
 *
 * <p>Not safe for use by many threads.
 */
final class SimulatedFiles implements FileTree {

  private static final String CLOCKSOURCE = "/sys/devices/system/clocksource/clocksource0/";
  private static final String CURRENT_CLOCKSOURCE = CLOCKSOURCE + "current_clocksource";

  private final Scenario scenario;
  private final Supplier<MachineState> now;
  private final Supplier<String> clocksource;

  // Generated again only when CPUs have come or gone: 2048 CPUs have 40,000 files.
  private CpuSet generatedFor = CpuSet.empty();
  private FileTree generated = TextFileTree.of(Map.of());

  SimulatedFiles(Scenario scenario, Supplier<MachineState> now, Supplier<String> clocksource) {
    this.clocksource = clocksource;
    this.scenario = scenario;
    this.now = now;
  }

  @Override
  public Reading<String> read(String path) {
    return path.equals(CURRENT_CLOCKSOURCE)
        ? Reading.present(clocksource.get() + "\n")
        : tree().read(path);
  }

  @Override
  public Reading<List<String>> list(String path) {
    return tree().list(path);
  }

  private FileTree tree() {
    CpuSet online = now.get().online;
    if (!online.equals(generatedFor)) {
      generated = TextFileTree.of(generate(online));
      generatedFor = online;
    }
    return generated;
  }

  private Map<String, String> generate(CpuSet online) {
    CpuSet offline = scenario.shape().present().minus(online);
    Map<String, String> files = new HashMap<>(SysfsText.of(scenario.shape().withOffline(offline)));
    KernelPlan kernel = scenario.kernel();
    files.put(CURRENT_CLOCKSOURCE, "");
    files.put(
        CLOCKSOURCE + "available_clocksource", String.join(" ", kernel.clocksources()) + " \n");
    files.put("/proc/sys/kernel/osrelease", kernel.release() + "\n");
    files.put("/proc/cmdline", kernel.cmdline() + "\n");
    files.put("/proc/cpuinfo", cpuinfo(online));
    scenario
        .clock(ClockKind.PTP)
        .ifPresent(ptp -> files.put("/sys/class/ptp/ptp0/clock_name", ptp.name() + "\n"));
    return files;
  }

  private String cpuinfo(CpuSet online) {
    Platform platform = scenario.platform();
    String flags =
        "fpu tsc msr rdtscp constant_tsc"
            + (platform.invariantTsc() ? " nonstop_tsc" : "")
            + (platform.hypervisor() == Hypervisor.NONE ? "" : " hypervisor")
            + (platform.vendor() == Vendor.INTEL ? " tsc_known_freq" : "")
            + (platform.tscAdjust() ? " tsc_adjust" : "");
    StringBuilder text = new StringBuilder();
    for (int cpu : online) {
      text.append("processor\t: ").append(cpu).append('\n');
      text.append("vendor_id\t: ").append(platform.vendor().signature).append('\n');
      text.append("flags\t\t: ").append(flags).append("\n\n");
    }
    return text.toString();
  }
}
