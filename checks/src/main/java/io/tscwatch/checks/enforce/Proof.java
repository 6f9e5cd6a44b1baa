package io.tscwatch.checks.enforce;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.Severity;
import java.util.List;
import java.util.Optional;

/** Tells a proven fault of the counters from everything else that makes a verdict UNRELIABLE. */
public final class Proof {

  /**
   * Bounds that exclude agreement, rates that differ, and clocks that outvote the TSC. Not here:
   * promises, registers and boot parameters, which say nothing of the counters by themselves.
   */
  private static final List<String> OF_COUNTERS = List.of("skew.", "rate.", "reference.tsc-out");

  private Proof() {}

  /** The first finding that proves a fault of the counters. */
  public static Optional<Finding> of(List<Finding> findings) {
    for (Finding finding : findings) {
      if (finding.severity() == Severity.CRITICAL
          && OF_COUNTERS.stream().anyMatch(finding.code().code()::startsWith)) {
        return Optional.of(finding);
      }
    }
    return Optional.empty();
  }
}
