package io.tscwatch.checks.kvm.guest;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.finding.Wording;
import io.tscwatch.checks.topology.CpuSet;
import java.util.List;
import java.util.Optional;

/**
 * What several differences, taken one after the other, prove about the kvmclock.
 *
 * @param samples how many there are
 * @param lowerNanos the kvmclock was ahead of CLOCK_BOOTTIME by at least this, in the first
 * @param upperNanos and by at most this
 * @param stepNanos the largest step between two neighbours that is proven, 0 if none: negative, the
 *     kvmclock was set back
 * @param hostUpdates how often the host wrote the page anew meanwhile
 */
public record ClockSteps(
    int samples, long lowerNanos, long upperNanos, long stepNanos, long hostUpdates) {

  /** NTP slews CLOCK_BOOTTIME by at most 500 ppm, adjtime(3) by 500 ppm more. */
  private static final long SLEW_PARTS = 1_000;

  /** Each update of the page adds two to its version. */
  private static final int VERSION_STEP = 2;

  /**
   * Compares neighbours.
   *
   * @param differences in the order of time
   * @return empty if there is none
   */
  public static Optional<ClockSteps> of(List<ClockDifference> differences) {
    if (differences.isEmpty()) {
      return Optional.empty();
    }
    long largest = 0;
    for (int i = 1; i < differences.size(); i++) {
      long step = step(differences.get(i - 1), differences.get(i));
      largest = Math.abs(step) > Math.abs(largest) ? step : largest;
    }
    ClockDifference first = differences.get(0);
    ClockDifference last = differences.get(differences.size() - 1);
    return Optional.of(
        new ClockSteps(
            differences.size(),
            first.lowerNanos(),
            first.upperNanos(),
            largest,
            (last.pageVersion() - first.pageVersion()) / VERSION_STEP));
  }

  /** The least change that the bounds leave, beyond all that a slew could have done. */
  private static long step(ClockDifference before, ClockDifference after) {
    long slewNanos = 1 + (after.monotonicNanos() - before.monotonicNanos()) / SLEW_PARTS;
    long forward = after.lowerNanos() - before.upperNanos() - slewNanos;
    long backward = before.lowerNanos() - after.upperNanos() - slewNanos;
    return forward > 0 ? forward : backward > 0 ? -backward : 0;
  }

  /** The finding of a step, if one is proven. */
  public Optional<Finding> finding() {
    if (stepNanos == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            FindingCode.KVM_CLOCK_STEP,
            Severity.WARNING,
            CpuSet.empty(),
            List.of(new Quantity("step", stepNanos, Unit.NANOSECONDS)),
            samples + " samples of the kvmclock page and CLOCK_BOOTTIME",
            "The kvmclock stepped "
                + (stepNanos < 0 ? "back" : "ahead")
                + " by at least "
                + Wording.nanos(Math.abs(stepNanos))
                + " against CLOCK_BOOTTIME.",
            "If the guest was not migrated or restored just now, tell who runs the host."));
  }
}
