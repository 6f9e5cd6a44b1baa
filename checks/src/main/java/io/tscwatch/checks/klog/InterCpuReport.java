package io.tscwatch.checks.klog;

import io.tscwatch.checks.klog.Fragment.Whole;
import io.tscwatch.checks.topology.CpuSet;
import java.util.Optional;

/** The rewritten watchdog's report of two CPUs whose TSCs were read out of order. */
final class InterCpuReport extends Report {

  private Optional<String> clock = Optional.empty();
  private Optional<Fragment.InterCpuPair> pair = Optional.empty();

  InterCpuReport(LogLine first) {
    super(first);
  }

  @Override
  boolean take(LogLine line, Fragment fragment) {
    if (fragment instanceof Fragment.InterCpuHeader header && clock.isEmpty()) {
      clock = Optional.of(header.clock());
      return true;
    }
    if (fragment instanceof Fragment.InterCpuPair found && pair.isEmpty()) {
      pair = Optional.of(found);
      return true;
    }
    return false;
  }

  @Override
  Optional<Whole> meaning() {
    return clock
        .filter(KernelMessage::isTsc)
        .map(
            tsc ->
                Whole.of(
                        KernelEventCode.WATCHDOG_SKEW,
                        pair.map(Fragment.InterCpuPair::cpus).orElse(CpuSet.empty()),
                        new KernelDetail.InterCpuSkew(
                            pair.map(Fragment.InterCpuPair::cycles).orElse(0L)))
                    .about(tsc));
  }
}
