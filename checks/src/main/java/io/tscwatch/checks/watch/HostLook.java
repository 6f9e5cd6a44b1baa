package io.tscwatch.checks.watch;

import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.machine.TimeSample;
import io.tscwatch.checks.topology.CpuSet;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Looks at the clocks and the hypervisor's pages, and tells what happened. For one thread. */
final class HostLook {

  private final Machine machine;
  private final Bulletin bulletin;
  private final HypervisorPages pages;
  private final Calibration calibration;
  private final HostWatch clocks = new HostWatch();
  private CpuSet jumpedAlone = CpuSet.empty();

  HostLook(Machine machine, Bulletin bulletin, HypervisorPages pages, Calibration calibration) {
    this.machine = machine;
    this.bulletin = bulletin;
    this.pages = pages;
    this.calibration = calibration;
  }

  /** A new tick begins. */
  void nextTick() {
    jumpedAlone = CpuSet.empty();
  }

  /** The CPU whose counter left the clocks while the others did not, in this tick. */
  CpuSet jumpedAlone() {
    return jumpedAlone;
  }

  /**
   * Looks.
   *
   * @param cpu on which the clocks are read
   * @param contradicted whether exchanges since the last look contradict those before: then a
   *     counter that jumped against the clocks did so alone, and that is no event of the host. Only
   *     asked if one jumped
   * @return true if the host may have moved the counters
   */
  boolean look(int cpu, BooleanSupplier contradicted) {
    Optional<TimeSample> sample = machine.timeSample(cpu).toOptional();
    HypervisorPages.Change change = pages.look(sample);
    if (sample.isEmpty()) {
      return false;
    }
    boolean moved = false;
    for (HostEvent event : clocks.look(sample.get(), calibration.frequency(), change)) {
      if (event.kind() == WatchEvent.Kind.TSC_JUMPED_TOGETHER && contradicted.getAsBoolean()) {
        jumpedAlone = CpuSet.of(cpu);
        calibration.restart();
      } else {
        bulletin.tell(event, CpuSet.empty());
        moved |= event.restartsBaseline();
      }
    }
    if (moved) {
      calibration.restart();
    }
    calibration.add(sample.get());
    return moved;
  }
}
