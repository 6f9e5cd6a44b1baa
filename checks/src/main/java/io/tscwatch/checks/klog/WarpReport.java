package io.tscwatch.checks.klog;

import io.tscwatch.checks.klog.Fragment.Whole;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A failed test of two CPUs (arch/x86/kernel/tsc_sync.c): which, by how many cycles, and perhaps
 * that it went both ways, which is an event of its own.
 */
final class WarpReport extends Report {

  private CpuSet cpus = CpuSet.empty();
  private Optional<Fragment.WarpMeasured> measured = Optional.empty();
  private Optional<LogLine> random = Optional.empty();

  WarpReport(LogLine first) {
    super(first);
  }

  @Override
  boolean take(LogLine line, Fragment fragment) {
    if (random.isPresent()) {
      return false;
    }
    if (fragment instanceof Fragment.WarpHeader header && cpus.isEmpty() && measured.isEmpty()) {
      cpus = header.cpus();
      return true;
    }
    if (fragment instanceof Fragment.WarpMeasured found && measured.isEmpty()) {
      measured = Optional.of(found);
      return true;
    }
    if (fragment instanceof Fragment.WarpRandom) {
      random = Optional.of(line);
      return true;
    }
    return false;
  }

  @Override
  boolean isEventOfItsOwn(Fragment fragment) {
    return fragment instanceof Fragment.WarpRandom;
  }

  /** A header alone is no finding: kernels before 2.6.33 print it before they test. */
  @Override
  Optional<Whole> meaning() {
    return measured.map(
        warp ->
            Whole.of(KernelEventCode.WARP_MEASURED, cpus, new KernelDetail.Warp(warp.cycles())));
  }

  @Override
  List<KernelEvent> events() {
    List<KernelEvent> events = new ArrayList<>(super.events());
    random.ifPresent(
        line ->
            events.add(
                event(
                    line,
                    Whole.of(KernelEventCode.WARP_RANDOM, cpus, KernelDetail.NONE),
                    line.text())));
    return events;
  }
}
