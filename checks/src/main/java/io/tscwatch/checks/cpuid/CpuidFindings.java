package io.tscwatch.checks.cpuid;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import java.util.List;

/** Judges what CPUID declares. */
public final class CpuidFindings {

  private CpuidFindings() {}

  /** The findings that follow from CPUID alone; empty if all is as it should be. */
  public static List<Finding> of(Reading<CpuidFacts> reading) {
    if (reading instanceof Reading.Present<CpuidFacts> present) {
      return present.value().invariantTsc() ? List.of() : List.of(notInvariant(present.value()));
    }
    String reason = reading.whyNot().orElse("");
    return List.of(
        new Finding(
            FindingCode.CPUID_UNREADABLE,
            Severity.WARNING,
            CpuSet.empty(),
            List.of(),
            reason,
            "CPUID could not be read (" + reason + "): whether the TSC is invariant is unknown.",
            reading instanceof Reading.Denied<CpuidFacts> denied ? denied.remedy() : ""));
  }

  private static Finding notInvariant(CpuidFacts facts) {
    String evidence = "CPUID 0x80000007 EDX bit 8 is 0";
    if (facts.hypervisorName().isPresent()) {
      String name = facts.hypervisorName().get();
      return new Finding(
          FindingCode.CPUID_NOT_INVARIANT,
          Severity.WARNING,
          CpuSet.empty(),
          List.of(),
          evidence,
          name
              + " does not promise this guest an invariant TSC: its rate may change, above all when"
              + " the guest moves to another host.",
          facts.hyperV().filter(hyperV -> !hyperV.accessTscInvariant()).isPresent()
              ? "Use the hypervisor's own clocksource (hyperv_clocksource_tsc_page)."
              : "Ask for an invariant TSC in the guest's definition (QEMU: invtsc=on), or use the"
                  + " hypervisor's own clocksource.");
    }
    return new Finding(
        FindingCode.CPUID_NOT_INVARIANT,
        Severity.UNKNOWN,
        CpuSet.empty(),
        List.of(),
        evidence,
        "This CPU does not have an invariant TSC: it may change its rate with the frequency, and stop"
            + " in deep idle states.",
        "Do not use the TSC as a clock: use hpet or acpi_pm as the clocksource.");
  }
}
