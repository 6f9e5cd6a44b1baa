package io.tscwatch.checks.watch;

import io.tscwatch.checks.adjust.AdjustFacts;
import io.tscwatch.checks.cpuid.CpuidFacts;
import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.klog.KernelEvent;
import io.tscwatch.checks.linux.KernelFacts;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.Level;
import java.util.List;

/**
 * The machine's facts, read once and then only where they changed. Not safe for use by many
 * threads.
 */
final class MachineFacts {

  private static final String NOT_FOLLOWED = "events.follow-kernel-log is off";

  private final Machine machine;
  private final Reading<CpuidFacts> cpuid;
  private KernelFacts kernel;

  MachineFacts(Machine machine) {
    this.machine = machine;
    this.cpuid = machine.cpuid().map(CpuidFacts::decode);
    this.kernel = KernelFacts.read(machine.files());
  }

  /**
   * Looks whether another clocksource is in use, by reading one small file.
   *
   * @return true if it changed; the kernel's facts are then read anew
   */
  boolean clocksourceChanged() {
    Reading<String> now =
        machine.files().read(KernelFacts.CURRENT_CLOCKSOURCE_FILE).map(String::strip);
    if (now.equals(kernel.currentClocksource())) {
      return false;
    }
    kernel = KernelFacts.read(machine.files());
    return true;
  }

  /** The clocksource in use, or why it is not known. */
  String clocksource() {
    return kernel.currentClocksource().toOptional().orElse("unknown");
  }

  /** Everything, as it is known now. */
  Facts with(
      Layout layout, KernelWatch log, boolean follow, AdjustWatch adjust, HypervisorPages pages) {
    Reading<List<KernelEvent>> events = follow ? log.log() : Reading.absent(NOT_FOLLOWED);
    AdjustFacts registers =
        AdjustFacts.of(adjust.readings(), layout.topology().groups(Level.PACKAGE), cpuid);
    return new Facts(
        cpuid,
        layout.topology(),
        layout.affinity(),
        kernel,
        events,
        adjust.gaveValue() ? registers.proven() : registers,
        pages.kvmclock());
  }
}
