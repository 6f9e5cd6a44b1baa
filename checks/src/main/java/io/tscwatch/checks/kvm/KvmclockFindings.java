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
   * The findings; empty where there is no page, because then there is nothing that contradicts.
   *
   * @param page the page, decoded
   * @param cpuid decides whether a clear stable bit means anything
   * @param measured what the exchange proved of this guest's CPUs
   */
  public static List<Finding> of(
      Reading<KvmclockPage> page, Reading<CpuidFacts> cpuid, MeasuredSync measured) {
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
    if (read.get().tscStable() && measured == MeasuredSync.OUT_OF_SYNC) {
      findings.add(contradicted(read.get()));
    }
    if (!read.get().tscStable() && hostKnowsTheBit) {
      findings.add(withheld(read.get(), measured));
    }
    if (read.get().guestStopped()) {
      findings.add(stopped(read.get()));
    }
    return List.copyOf(findings);
  }

  private static Finding contradicted(KvmclockPage page) {
    return finding(
        FindingCode.KVM_STABLE_CONTRADICTED,
        Severity.CRITICAL,
        page,
        "The KVM host promises that this guest's TSCs are in step (PVCLOCK_TSC_STABLE_BIT), but they"
            + " were measured to be out of sync.",
        "Tell who runs the host; until then do not read the TSC directly, and do not use the"
            + " kvm-clock or tsc clocksource.");
  }

  private static Finding withheld(KvmclockPage page, MeasuredSync measured) {
    return finding(
        FindingCode.KVM_STABLE_WITHHELD,
        Severity.WARNING,
        page,
        "The KVM host does not promise that this guest's TSCs are in step (PVCLOCK_TSC_STABLE_BIT is"
            + " clear)"
            + switch (measured) {
              case IN_SYNC -> ", although they were measured to be in sync now.";
              case OUT_OF_SYNC -> ", and they were measured to be out of sync.";
              case NOT_MEASURED -> ".";
            },
        "Look at the host's current_clocksource: KVM gives the promise only while it is tsc. A guest"
            + " that was running when it changed may need to be started anew.");
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
