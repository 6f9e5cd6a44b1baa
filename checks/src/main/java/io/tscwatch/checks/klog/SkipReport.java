package io.tscwatch.checks.klog;

import io.tscwatch.checks.klog.Fragment.Whole;
import io.tscwatch.checks.topology.CpuSet;
import java.util.Optional;

/**
 * A check that was left out because the watchdog itself was slow to read (5.17 to 6.x): first the
 * watchdog's delay, then the clock's and that the test was skipped.
 */
final class SkipReport extends Report {

  private Optional<Fragment.SlowWatchdog> slow = Optional.empty();
  private Optional<Fragment.CheckSkipped> skipped = Optional.empty();

  SkipReport(LogLine first) {
    super(first);
  }

  @Override
  boolean take(LogLine line, Fragment fragment) {
    if (skipped.isPresent()) {
      return false;
    }
    if (fragment instanceof Fragment.SlowWatchdog found && slow.isEmpty()) {
      slow = Optional.of(found);
      return true;
    }
    if (fragment instanceof Fragment.CheckSkipped found) {
      skipped = Optional.of(found);
      return true;
    }
    return false;
  }

  @Override
  Optional<Whole> meaning() {
    CpuSet cpu = slow.map(Fragment.SlowWatchdog::cpu).orElse(CpuSet.empty());
    if (skipped.isEmpty()) {
      return slow.map(
          s ->
              Whole.of(
                      KernelEventCode.WATCHDOG_READBACK_DELAY,
                      cpu,
                      new KernelDetail.Readout(s.nanos(), false))
                  .against(s.watchdog()));
    }
    Fragment.CheckSkipped check = skipped.get();
    if (!KernelMessage.isTsc(check.clock())) {
      return Optional.empty();
    }
    Whole whole =
        Whole.of(
                KernelEventCode.WATCHDOG_SKIPPED,
                cpu,
                new KernelDetail.Readout(check.nanos(), false))
            .about(check.clock());
    return Optional.of(slow.map(s -> whole.against(s.watchdog())).orElse(whole));
  }
}
