package io.tscwatch.checks.klog;

import io.tscwatch.checks.klog.Fragment.Whole;
import io.tscwatch.checks.topology.CpuSet;
import java.util.Optional;

/** One boot calibration: its method, the processor's frequency, and the TSC's where it differs. */
final class CalibrationReport extends Report {

  private boolean method;
  private Optional<Fragment.CalibrationResult> result = Optional.empty();

  CalibrationReport(LogLine first) {
    super(first);
  }

  @Override
  boolean take(LogLine line, Fragment fragment) {
    if (fragment instanceof Fragment.CalibrationMethod && !method && result.isEmpty()) {
      method = true;
      return true;
    }
    if (fragment instanceof Fragment.CalibrationResult found
        && (result.isEmpty() || (found.tscItself() && !result.get().tscItself()))) {
      result = Optional.of(found);
      return true;
    }
    return false;
  }

  @Override
  Optional<Whole> meaning() {
    KernelDetail detail =
        result
            .<KernelDetail>map(found -> new KernelDetail.Frequency(found.kilohertz()))
            .orElse(KernelDetail.NONE);
    return Optional.of(Whole.of(KernelEventCode.TSC_CALIBRATED, CpuSet.empty(), detail));
  }
}
