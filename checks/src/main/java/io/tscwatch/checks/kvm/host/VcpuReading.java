package io.tscwatch.checks.kvm.host;

import io.tscwatch.checks.read.Reading;

/**
 * What one vCPU did and saw. Its TSC was read between two reads of the host's by the thread that
 * ran it, so {@code guest - hostAfter <= offset <= guest - hostBefore}, by causality alone.
 *
 * @param vcpu its number, from 0
 * @param outcome how its run ended; what follows means something only if {@link #ran()}
 * @param detail an errno or an exit reason, see {@link VcpuOutcome}; else 0
 * @param rounds how often it read its TSC
 * @param hostBeforeCycles the host's TSC before, in the round with the narrowest bracket
 * @param guestCycles the TSC that the guest read
 * @param hostAfterCycles the host's TSC after
 * @param offsetLowerCycles the greatest lower bound of all rounds
 * @param offsetUpperCycles the least upper bound of all rounds; below the lower one if the offset
 *     moved
 * @param backwardSteps rounds in which the guest's TSC was below that of the round before
 * @param declaredOffsetCycles KVM_VCPU_TSC_OFFSET, after the run
 * @param tscKilohertz KVM_GET_TSC_KHZ
 */
public record VcpuReading(
    int vcpu,
    VcpuOutcome outcome,
    long detail,
    long rounds,
    long hostBeforeCycles,
    long guestCycles,
    long hostAfterCycles,
    long offsetLowerCycles,
    long offsetUpperCycles,
    long backwardSteps,
    Reading<Long> declaredOffsetCycles,
    Reading<Long> tscKilohertz) {

  /** True if the vCPU ran at least once to its halt, so that there are bounds. */
  public boolean ran() {
    return rounds > 0;
  }

  /** True unless a declared offset lies outside of the bounds. */
  public boolean declaredOffsetHolds() {
    return !ran()
        || declaredOffsetCycles
            .toOptional()
            .map(offset -> offset - offsetLowerCycles >= 0 && offsetUpperCycles - offset >= 0)
            .orElse(true);
  }
}
