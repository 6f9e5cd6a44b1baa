package io.tscwatch.checks.kvm.host;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.kvm.StablePromise;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;

/** The findings about a KVM host, by weighing what it grants against what was measured on it. */
public final class HostFindings {

  private HostFindings() {}

  /** The finding of a host that could not be asked. */
  public static Finding of(NoProbe why) {
    return new Finding(
        FindingCode.KVM_NOT_PROBED,
        Severity.INFO,
        CpuSet.empty(),
        List.of(),
        why.reason(),
        "What KVM grants to guests could not be asked here: " + why.reason() + ".",
        why.remedy());
  }

  /**
   * The findings of a host that answered.
   *
   * @param reading the raw answers, for evidence
   * @param judgement what follows from them
   * @param measured what the exchange proved of the host's CPUs
   */
  public static List<Finding> of(
      HostReading reading, HostJudgement judgement, MeasuredSync measured) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        judgement.stable() == StableKvmclock.UNKNOWN
            ? unknown(judgement)
            : promise(judgement, measured, evidence(reading)));
    if (judgement.offsets().state() == OffsetAgreement.State.OFFSETS_DIFFER
        || judgement.offsets().state() == OffsetAgreement.State.OFFSET_MOVED) {
      findings.add(differ(judgement.offsets(), reading));
    }
    if (!judgement.misdeclared().isEmpty()) {
      findings.add(misdeclared(judgement, reading));
    }
    return List.copyOf(findings);
  }

  private static Finding unknown(HostJudgement judgement) {
    return new Finding(
        FindingCode.KVM_NOT_PROBED,
        Severity.WARNING,
        CpuSet.empty(),
        List.of(),
        judgement.reason(),
        "KVM does not say whether a guest would be told that its TSC is stable: "
            + judgement.reason()
            + ".",
        "");
  }

  private static Finding promise(HostJudgement judgement, MeasuredSync measured, String evidence) {
    StablePromise promise =
        StablePromise.of(judgement.stable() == StableKvmclock.GRANTED, measured);
    String granted = "A guest that is created now gets a stable kvmclock";
    String withheld =
        "A guest that is created now gets no stable kvmclock, because " + judgement.reason();
    String sentence =
        switch (promise.code()) {
          case KVM_STABLE_JUSTIFIED ->
              granted + ", and this host's CPUs were measured to be in sync.";
          case KVM_STABLE_UNPROVEN ->
              granted + "; whether this host's CPUs are in sync was not measured.";
          case KVM_STABLE_CONTRADICTED ->
              granted + ", but this host's CPUs were measured to be out of sync.";
          case KVM_STABLE_RIGHTLY_WITHHELD ->
              withheld + "; rightly: this host's CPUs were measured to be out of sync.";
          default ->
              withheld
                  + (measured == MeasuredSync.IN_SYNC
                      ? ", although this host's CPUs were measured to be in sync."
                      : ".");
        };
    return new Finding(
        promise.code(),
        promise.severity(),
        CpuSet.empty(),
        List.of(),
        evidence,
        sentence,
        advice(promise, judgement));
  }

  private static String advice(StablePromise promise, HostJudgement judgement) {
    return switch (promise.code()) {
      case KVM_STABLE_CONTRADICTED ->
          "Write another clocksource to current_clocksource: it takes the promise from all guests"
              + " at once. Remove tsc=reliable if it is set: it switches off the kernel's watchdog"
              + " and warp test, which would have done that.";
      case KVM_STABLE_WITHHELD ->
          judgement
              .failed()
              .map(HostFindings::advice)
              .orElse("Ask again; if it stays so, the kernel's log may say more.");
      case KVM_STABLE_RIGHTLY_WITHHELD ->
          "Keep the clocksource as it is; neither write tsc to it nor set tsc=reliable.";
      default -> "";
    };
  }

  private static String advice(Condition failed) {
    return switch (failed) {
      case HOST_CLOCKSOURCE_IS_TSC ->
          "If available_clocksource offers tsc, write it to current_clocksource; guests that run"
              + " already may stay without the promise until they are started anew. If it does not,"
              + " the kernel condemned the TSC until the next boot.";
      case VCPU_TSCS_MATCH ->
          "Give all vCPUs of a guest one TSC offset and one rate (KVM_VCPU_TSC_OFFSET,"
              + " KVM_SET_TSC_KHZ).";
      case NO_BACKWARD_TSC ->
          "Look at the host's TSCs: firmware, suspend, or an unsynchronised socket set one back.";
    };
  }

  private static Finding differ(OffsetAgreement offsets, HostReading reading) {
    boolean moved = offsets.state() == OffsetAgreement.State.OFFSET_MOVED;
    long gap = offsets.lowerCycles() - offsets.upperCycles();
    return new Finding(
        FindingCode.KVM_OFFSETS_DIFFER,
        Severity.CRITICAL,
        CpuSet.empty(),
        List.of(new Quantity("difference", gap, Unit.CYCLES)),
        bounds(reading),
        (moved
                ? "The offset of a vCPU's TSC to the host's moved while it ran, by at least "
                : "The vCPUs of a new guest do not see the host's TSC plus one and the same offset:"
                    + " they differ by at least ")
            + gap
            + " cycles.",
        "Compare the host's own CPUs (tscwatch check): a vCPU that moves between CPUs whose TSCs"
            + " differ sees the difference.");
  }

  private static Finding misdeclared(HostJudgement judgement, HostReading reading) {
    return new Finding(
        FindingCode.KVM_OFFSET_MISDECLARED,
        Severity.WARNING,
        CpuSet.empty(),
        List.of(),
        bounds(reading),
        "KVM declares a TSC offset that its guest proves wrong, for vCPU "
            + String.join(", ", judgement.misdeclared().stream().map(String::valueOf).toList())
            + ".",
        "Do not migrate a guest by KVM_VCPU_TSC_OFFSET from or to this host.");
  }

  private static String evidence(HostReading reading) {
    return "KVM_GET_CLOCK flags "
        + reading
            .clockAfterRun()
            .toOptional()
            .map(clock -> clock.flagNames().toString())
            .orElse("not read")
        + ", clocksource "
        + reading.clocksourceAfter().toOptional().orElse("not read");
  }

  private static String bounds(HostReading reading) {
    List<String> vcpus = new ArrayList<>();
    for (VcpuReading vcpu : reading.vcpus()) {
      vcpus.add(
          "vCPU "
              + vcpu.vcpu()
              + " offset "
              + vcpu.offsetLowerCycles()
              + " to "
              + vcpu.offsetUpperCycles()
              + " cycles, declared "
              + vcpu.declaredOffsetCycles().toOptional().map(String::valueOf).orElse("nothing"));
    }
    return String.join("; ", vcpus);
  }
}
