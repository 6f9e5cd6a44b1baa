package io.tscwatch.checks.kvm;

import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.finding.Severity;

/**
 * What the promise of a stable TSC is worth: what KVM says, weighed against what was measured. The
 * same on a host, which gives the promise, and in a guest, which has it.
 *
 * @param code which of the cases
 * @param severity what it does to a verdict
 */
public record StablePromise(FindingCode code, Severity severity) {

  /**
   * Weighs it.
   *
   * @param granted whether KVM gives the promise
   * @param measured what the exchange proved of the CPUs that the promise is about
   */
  public static StablePromise of(boolean granted, MeasuredSync measured) {
    return switch (measured) {
      case IN_SYNC ->
          granted
              ? new StablePromise(FindingCode.KVM_STABLE_JUSTIFIED, Severity.INFO)
              : new StablePromise(FindingCode.KVM_STABLE_WITHHELD, Severity.WARNING);
      case OUT_OF_SYNC ->
          granted
              ? new StablePromise(FindingCode.KVM_STABLE_CONTRADICTED, Severity.CRITICAL)
              : new StablePromise(FindingCode.KVM_STABLE_RIGHTLY_WITHHELD, Severity.INFO);
      case NOT_MEASURED ->
          granted
              ? new StablePromise(FindingCode.KVM_STABLE_UNPROVEN, Severity.INFO)
              : new StablePromise(FindingCode.KVM_STABLE_WITHHELD, Severity.WARNING);
    };
  }

  /** True if a verdict needs to know; false if the promise is as good as it was before. */
  public boolean bearsOnVerdict() {
    return code != FindingCode.KVM_STABLE_JUSTIFIED && code != FindingCode.KVM_STABLE_UNPROVEN;
  }
}
