package io.tscwatch.checks.kvm.host;

import io.tscwatch.checks.read.Reading;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What follows from a host's raw answers.
 *
 * @param stable whether a guest created now gets a stable kvmclock
 * @param failed if it is withheld: the condition that is seen to fail; empty if none is
 * @param reason one sentence: why it is granted, withheld or not known
 * @param offsets whether all vCPUs see the host's TSC plus one offset
 * @param misdeclared vCPUs whose declared offset is proven to be wrong
 */
public record HostJudgement(
    StableKvmclock stable,
    Optional<Condition> failed,
    String reason,
    OffsetAgreement offsets,
    List<Integer> misdeclared) {

  /**
   * Clocksources that KVM takes for the TSC: gtod_is_based_on_tsc() accepts VDSO_CLOCKMODE_TSC and
   * VDSO_CLOCKMODE_HVCLOCK (arch/x86/kvm/x86.c).
   */
  private static final Set<String> TSC_BASED =
      Set.of("tsc", "tsc-early", "hyperv_clocksource_tsc_page");

  /**
   * Judges.
   *
   * @param reading the raw answers
   * @param kernelSawBackwardTsc the host's kernel logged that KVM discovered a TSC going back
   */
  public static HostJudgement of(HostReading reading, boolean kernelSawBackwardTsc) {
    OffsetAgreement offsets = OffsetAgreement.of(reading.vcpus());
    List<Integer> misdeclared =
        reading.vcpus().stream()
            .filter(vcpu -> !vcpu.declaredOffsetHolds())
            .map(VcpuReading::vcpu)
            .toList();
    Optional<ClockReading> clock = reading.clockAfterRun().toOptional();
    StableKvmclock stable = StableKvmclock.UNKNOWN;
    Optional<Condition> failed = Optional.empty();
    String reason;
    if (clock.isEmpty()) {
      reason = "KVM_GET_CLOCK gave no answer: " + reading.clockAfterRun().whyNot().orElse("");
    } else if (clock.get().tscStable()) {
      stable = StableKvmclock.GRANTED;
      reason = "KVM_GET_CLOCK answers KVM_CLOCK_TSC_STABLE after all vCPUs ran";
    } else if ((reading.clockFlagsKnown() & ClockReading.TSC_STABLE) == 0) {
      reason = "this kernel's KVM_GET_CLOCK does not tell (before Linux 4.9)";
    } else if (offsets.state() == OffsetAgreement.State.NOT_SEEN) {
      // "A VM whose vCPUs never ran reports 0": the master clock is set up by the first KVM_RUN.
      reason = "a vCPU did not run, and KVM decides only when all have: " + notRun(reading);
    } else {
      stable = StableKvmclock.WITHHELD;
      failed = failing(reading, offsets, kernelSawBackwardTsc);
      reason = failed.map(condition -> words(condition, reading)).orElse(UNEXPLAINED);
    }
    return new HostJudgement(stable, failed, reason, offsets, misdeclared);
  }

  private static final String UNEXPLAINED =
      "no condition is seen to fail: the clocksource may have been changed while it was asked";

  private static Optional<Condition> failing(
      HostReading reading, OffsetAgreement offsets, boolean kernelSawBackwardTsc) {
    if (!isTsc(reading.clocksourceBefore()) || !isTsc(reading.clocksourceAfter())) {
      return Optional.of(Condition.HOST_CLOCKSOURCE_IS_TSC);
    }
    if (kernelSawBackwardTsc
        || reading.vcpus().stream().anyMatch(vcpu -> vcpu.backwardSteps() > 0)) {
      return Optional.of(Condition.NO_BACKWARD_TSC);
    }
    boolean alike =
        offsets.state() == OffsetAgreement.State.ONE_OFFSET
            && distinct(reading, VcpuReading::declaredOffsetCycles) <= 1
            && distinct(reading, VcpuReading::tscKilohertz) <= 1;
    return alike ? Optional.empty() : Optional.of(Condition.VCPU_TSCS_MATCH);
  }

  private static long distinct(HostReading reading, Function<VcpuReading, Reading<Long>> of) {
    return reading.vcpus().stream()
        .flatMap(vcpu -> of.apply(vcpu).toOptional().stream())
        .distinct()
        .count();
  }

  /** A clocksource that could not be read is not held against the host. */
  private static boolean isTsc(Reading<String> clocksource) {
    return clocksource.toOptional().map(TSC_BASED::contains).orElse(true);
  }

  private static String words(Condition condition, HostReading reading) {
    return switch (condition) {
      case HOST_CLOCKSOURCE_IS_TSC ->
          "the host's clocksource is "
              + (isTsc(reading.clocksourceAfter())
                      ? reading.clocksourceBefore()
                      : reading.clocksourceAfter())
                  .toOptional()
                  .orElse("")
              + ", which is not computed from the TSC";
      case VCPU_TSCS_MATCH -> "the TSCs of the vCPUs were not set alike";
      case NO_BACKWARD_TSC -> "a TSC of the host was seen to go back";
    };
  }

  private static String notRun(HostReading reading) {
    return reading.vcpus().stream()
        .filter(vcpu -> !vcpu.ran())
        .findFirst()
        .map(
            vcpu ->
                "vCPU "
                    + vcpu.vcpu()
                    + " "
                    + switch (vcpu.outcome()) {
                      case HALTED -> "was not asked to run";
                      case TIMED_OUT -> "did not halt in time";
                      case EXITED -> "left with exit reason " + vcpu.detail();
                      case REFUSED -> "was refused by KVM_RUN (errno " + vcpu.detail() + ")";
                      case NO_THREAD -> "got no thread (errno " + vcpu.detail() + ")";
                      case STUCK -> "could not be interrupted";
                    })
        .orElse("there is none");
  }
}
