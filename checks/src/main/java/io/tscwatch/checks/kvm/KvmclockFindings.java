package io.tscwatch.checks.kvm;

import io.tscwatch.checks.cpuid.CpuidFacts;
import io.tscwatch.checks.cpuid.KvmFeatures;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges what a KVM host says of its guest's TSC. The host sets the stable bit while its own
 * clocksource is TSC-based, all TSCs of the guest match, and it saw no TSC go back
 * (pvclock_update_vm_gtod_copy(), arch/x86/kvm/x86.c).
 */
public final class KvmclockFindings {

  private KvmclockFindings() {}

  /**
   * The findings that bear on a verdict; empty where there is no page, because then there is
   * nothing that contradicts.
   *
   * @param page the page, decoded
   * @param cpuid decides whether a clear stable bit means anything
   * @param measured what the exchange proved of this guest's CPUs
   */
  public static List<Finding> of(
      Reading<KvmclockPage> page, Reading<CpuidFacts> cpuid, MeasuredSync measured) {
    return find(page, cpuid, measured, false);
  }

  /** The same, and what the promise is worth also where it is kept. */
  public static List<Finding> withPromise(
      Reading<KvmclockPage> page, Reading<CpuidFacts> cpuid, MeasuredSync measured) {
    return find(page, cpuid, measured, true);
  }

  private static List<Finding> find(
      Reading<KvmclockPage> page,
      Reading<CpuidFacts> cpuid,
      MeasuredSync measured,
      boolean alsoKept) {
    Optional<KvmclockPage> read = page.toOptional();
    if (read.isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    boolean hostKnowsTheBit =
        cpuid
            .toOptional()
            .flatMap(CpuidFacts::kvm)
            .map(KvmFeatures::clocksourceStableBit)
            .orElse(false);
    StablePromise promise = StablePromise.of(read.get().tscStable(), measured);
    boolean says = read.get().tscStable() || hostKnowsTheBit;
    if (says && (alsoKept || promise.bearsOnVerdict())) {
      findings.add(promised(promise, read.get(), measured));
    }
    if (read.get().guestStopped()) {
      findings.add(stopped(read.get()));
    }
    return List.copyOf(findings);
  }

  private static Finding promised(StablePromise promise, KvmclockPage page, MeasuredSync measured) {
    String granted =
        "The KVM host promises that this guest's TSCs are in step" + " (PVCLOCK_TSC_STABLE_BIT)";
    String withheld =
        "The KVM host does not promise that this guest's TSCs are in step (PVCLOCK_TSC_STABLE_BIT is"
            + " clear)";
    String sentence =
        (page.tscStable() ? granted : withheld)
            + switch (promise.code()) {
              case KVM_STABLE_JUSTIFIED -> ", and they were measured to be in sync.";
              case KVM_STABLE_UNPROVEN -> "; whether they are was not measured.";
              case KVM_STABLE_CONTRADICTED -> ", but they were measured to be out of sync.";
              case KVM_STABLE_RIGHTLY_WITHHELD ->
                  ", rightly: they were measured to be out of sync.";
              default ->
                  measured == MeasuredSync.IN_SYNC
                      ? ", although they were measured to be in sync now."
                      : ".";
            };
    return finding(promise.code(), promise.severity(), page, sentence, advice(promise.code()));
  }

  private static String advice(FindingCode code) {
    return switch (code) {
      case KVM_STABLE_CONTRADICTED ->
          "Tell who runs the host: writing another clocksource there takes the promise from all of"
              + " its guests. Until then do not read the TSC directly, and do not use the kvm-clock"
              + " or tsc clocksource; do not set tsc=reliable, which would hide it.";
      case KVM_STABLE_WITHHELD ->
          "Look at the host's current_clocksource: KVM gives the promise only while it is tsc. A"
              + " guest that was running when it changed may need to be started anew. tsc=reliable"
              + " in the guest does not replace the promise: it switches off the watchdog and the"
              + " warp test.";
      case KVM_STABLE_RIGHTLY_WITHHELD ->
          "Keep kvm-clock, which copes with it, and do not set tsc=reliable; the fault is the"
              + " host's to repair.";
      default -> "";
    };
  }

  private static Finding stopped(KvmclockPage page) {
    return finding(
        FindingCode.KVM_GUEST_STOPPED,
        Severity.INFO,
        page,
        "The KVM host paused this guest (PVCLOCK_GUEST_STOPPED): times measured across the pause say"
            + " nothing about the TSC.",
        "");
  }

  private static Finding finding(
      FindingCode code, Severity severity, KvmclockPage page, String sentence, String advice) {
    return new Finding(
        code,
        severity,
        CpuSet.empty(),
        List.of(),
        "kvmclock page: version " + page.version() + ", flags " + page.flagNames(),
        sentence,
        advice);
  }
}
