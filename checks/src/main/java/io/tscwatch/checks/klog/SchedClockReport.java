package io.tscwatch.checks.klog;

import io.tscwatch.checks.klog.Fragment.Whole;
import java.util.Optional;

/**
 * The scheduler's clock gives the TSC up (kernel/sched/clock.c): "TSC found unstable after boot"
 * and "sched_clock: Marking unstable" are printed in one go.
 */
final class SchedClockReport extends Report {

  private boolean late;
  private boolean marked;

  SchedClockReport(LogLine first) {
    super(first);
  }

  @Override
  boolean take(LogLine line, Fragment fragment) {
    if (marked) {
      return false;
    }
    marked = fragment instanceof Fragment.SchedClockUnstable;
    if (fragment instanceof Fragment.LateUnstable && !late) {
      late = true;
      return true;
    }
    return marked;
  }

  @Override
  Optional<Whole> meaning() {
    return Optional.of(Whole.of(KernelEventCode.SCHED_CLOCK_UNSTABLE));
  }
}
