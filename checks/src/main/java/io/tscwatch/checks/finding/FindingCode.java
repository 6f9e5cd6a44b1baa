package io.tscwatch.checks.finding;

import java.util.Locale;
import java.util.Optional;

/**
 * The stable codes of findings. A code is never renamed and never gets another meaning. Each has a
 * page, {@code explain/CODE.md} among this package's resources.
 */
public enum FindingCode {
  SKEW_WARP("skew.warp"),
  SKEW_BEYOND_LIMIT("skew.beyond-limit"),
  SKEW_UNRESOLVED("skew.unresolved"),
  SKEW_STEP("skew.step"),
  SKEW_INCONSISTENT("skew.inconsistent"),
  RATE_DRIFT("rate.drift"),
  ADJUST_BOOT_NONZERO("adjust.boot-nonzero"),
  ADJUST_PACKAGE_MISMATCH("adjust.package-mismatch"),
  ADJUST_PACKAGES_DIFFER("adjust.packages-differ"),
  ADJUST_CHANGED("adjust.changed"),
  ADJUST_UNSUPPORTED("adjust.unsupported"),
  ADJUST_NO_DEVICE("adjust.no-device"),
  ADJUST_DENIED("adjust.denied"),
  ADJUST_UNREADABLE("adjust.unreadable"),
  CPUID_UNREADABLE("cpuid.unreadable"),
  CPUID_NOT_INVARIANT("cpuid.not-invariant"),
  KERNEL_MARKED_UNSTABLE("kernel.marked-unstable"),
  KERNEL_CLOCKSOURCE_NOT_TSC("kernel.clocksource-not-tsc"),
  KERNEL_TSC_RELIABLE_HIDES_FAULT("kernel.tsc-reliable-hides-fault"),
  KERNEL_WATCHDOG_OFF("kernel.watchdog-off"),
  KERNEL_WARP_REPORTED("kernel.warp-reported"),
  KERNEL_FIRMWARE_BUG("kernel.firmware-bug"),
  KERNEL_ADJUST_REPAIRED("kernel.adjust-repaired"),
  KERNEL_WATCHDOG_NOISE("kernel.watchdog-noise"),
  KERNEL_LOG_UNREADABLE("kernel.log-unreadable"),
  KVM_STABLE_CONTRADICTED("kvm.stable-contradicted"),
  KVM_STABLE_WITHHELD("kvm.stable-withheld"),
  KVM_STABLE_RIGHTLY_WITHHELD("kvm.stable-rightly-withheld"),
  KVM_STABLE_JUSTIFIED("kvm.stable-justified"),
  KVM_STABLE_UNPROVEN("kvm.stable-unproven"),
  KVM_NOT_PROBED("kvm.not-probed"),
  KVM_OFFSETS_DIFFER("kvm.offsets-differ"),
  KVM_OFFSET_MISDECLARED("kvm.offset-misdeclared"),
  KVM_CLOCK_STEP("kvm.clock-step"),
  KVM_GUEST_STOPPED("kvm.guest-stopped"),
  REFERENCE_TSC_OUT("reference.tsc-out"),
  REFERENCE_WITNESS_OUT("reference.witness-out"),
  REFERENCE_DISAGREES("reference.disagrees"),
  REFERENCE_WITNESS_UNSTEADY("reference.witness-unsteady"),
  REFERENCE_NONE("reference.none"),
  REFERENCE_FREQUENCY("reference.frequency"),
  REFERENCE_HEAD_ROOM("reference.head-room"),
  REFERENCE_READOUT_NOISE("reference.readout-noise"),
  ENFORCE_SWITCHED("enforce.switched"),
  ENFORCE_REFUSED("enforce.refused"),
  ENFORCE_NO_ALTERNATIVE("enforce.no-alternative"),
  ENFORCE_LIMIT_REACHED("enforce.limit-reached"),
  ENFORCE_CHOICE_RESPECTED("enforce.choice-respected"),
  ENFORCE_PROMISE_KEPT("enforce.promise-kept"),
  COVERAGE_INCOMPLETE("coverage.incomplete"),
  COVERAGE_EXCLUDED("coverage.excluded"),
  COVERAGE_SINGLE_CPU("coverage.single-cpu"),
  EXCHANGE_UNAVAILABLE("exchange.unavailable"),
  EVIDENCE_STALE("evidence.stale"),
  PROBE_STARVED("probe.starved"),
  BUDGET_EXCEEDED("budget.exceeded");

  private final String code;

  FindingCode(String code) {
    this.code = code;
  }

  /** The code as it is written everywhere, such as {@code skew.warp}. */
  public String code() {
    return code;
  }

  /** The code written so, in any case; empty if there is none. */
  public static Optional<FindingCode> find(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    for (FindingCode candidate : values()) {
      if (candidate.code.equals(wanted)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return code;
  }
}
