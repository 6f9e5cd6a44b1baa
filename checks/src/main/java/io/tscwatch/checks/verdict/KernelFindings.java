package io.tscwatch.checks.verdict;

import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.klog.KernelDetail;
import io.tscwatch.checks.klog.KernelEvent;
import io.tscwatch.checks.klog.KernelEventCode;
import io.tscwatch.checks.linux.KernelFacts;
import io.tscwatch.checks.linux.WatchdogRule;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel says of the TSC, beside what was measured. The kernel's mark is permanent until
 * reboot and may be right about something that the exchange cannot see (the rate against another
 * clock), so it is neither believed nor dismissed: both are reported.
 */
final class KernelFindings {

  private static final String LOG = "kernel log";

  private final Facts facts;
  private final MeasuredSync measured;
  private final List<KernelEvent> events;

  private KernelFindings(Facts facts, MeasuredSync measured) {
    this.facts = facts;
    this.measured = measured;
    this.events = facts.kernelLog().toOptional().orElse(List.of());
  }

  static List<Finding> of(Facts facts, MeasuredSync measured) {
    return new KernelFindings(facts, measured).all();
  }

  private List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    markedUnstable().ifPresent(findings::add);
    warpReported().ifPresent(findings::add);
    adjustRepaired().ifPresent(findings::add);
    firmwareBug().ifPresent(findings::add);
    watchdogNoise().ifPresent(findings::add);
    orders().ifPresent(findings::add);
    clocksource().ifPresent(findings::add);
    unreadable().ifPresent(findings::add);
    return findings;
  }

  private List<KernelEvent> events(KernelEventCode... codes) {
    List<KernelEventCode> wanted = List.of(codes);
    return events.stream().filter(event -> wanted.contains(event.code())).toList();
  }

  /** Findings from log lines have the number of lines and quote the first. */
  private static Finding fromLog(
      FindingCode code, Severity severity, List<KernelEvent> from, String sentence, String advice) {
    KernelEvent first = from.get(0);
    CpuSet cpus = from.stream().map(KernelEvent::cpus).reduce(CpuSet.empty(), CpuSet::plus);
    return new Finding(
        code,
        severity,
        cpus,
        List.of(new Quantity("messages", from.size(), Unit.COUNT)),
        LOG + ", line " + first.line() + ": " + first.text().replace('\n', ' '),
        sentence,
        advice);
  }

  private static final String ASK_A_WITNESS =
      "The exchange compares CPUs with each other, not with another clock: compare the clock with"
          + " NTP or PTP for a while, and look at the watchdog in the log before you trust either.";

  /**
   * The mark, from the log, or from a list of clocksources without tsc. Where the kernel compared
   * two clocks, only a third one could tell which was wrong; where it compared CPUs, the exchange
   * has done the same, more sharply, now.
   */
  private Optional<Finding> markedUnstable() {
    List<KernelEvent> marks =
        events(KernelEventCode.TSC_MARKED_UNSTABLE, KernelEventCode.WATCHDOG_SKEW);
    if (marks.isEmpty()) {
      return missingFromList();
    }
    boolean againstAClock =
        marks.stream()
            .anyMatch(
                mark ->
                    mark.code() == KernelEventCode.WATCHDOG_SKEW
                        && !(mark.detail() instanceof KernelDetail.InterCpuSkew));
    String reason =
        marks.stream()
            .map(KernelFindings::reason)
            .filter(r -> !r.isEmpty())
            .findFirst()
            .map(r -> " (" + r + ")")
            .orElse("");
    Severity severity = markSeverity(againstAClock || reason.contains("watchdog"));
    return Optional.of(
        fromLog(
            FindingCode.KERNEL_MARKED_UNSTABLE,
            severity,
            marks,
            "The kernel has marked the TSC unstable" + reason + "; " + difference(severity),
            severity == Severity.UNKNOWN ? ASK_A_WITNESS : advice()));
  }

  private Severity markSeverity(boolean comparedWithAClock) {
    return comparedWithAClock || measured == MeasuredSync.NOT_MEASURED
        ? Severity.UNKNOWN
        : Severity.WARNING;
  }

  private static String reason(KernelEvent mark) {
    return mark.detail() instanceof KernelDetail.Reason reason ? "due to " + reason.words() : "";
  }

  private String difference(Severity severity) {
    return switch (measured) {
      case IN_SYNC ->
          severity == Severity.UNKNOWN
              ? "its CPUs are measured to be in sync now, but whether its rate is right was not"
                  + " measured."
              : "the measurement finds all measured CPUs in sync now.";
      case OUT_OF_SYNC -> "the measurement says so too.";
      case NOT_MEASURED -> "whether its CPUs are in sync was not measured.";
    };
  }

  private String advice() {
    return measured == MeasuredSync.IN_SYNC
        ? "The kernel keeps its mark until reboot. If it was made by a fault that is gone, a reboot"
            + " gives the TSC back; if it comes again, look at what the log says before it."
        : "Keep the clocksource that the kernel has chosen.";
  }

  private Optional<Finding> missingFromList() {
    KernelFacts kernel = facts.kernel();
    Optional<List<String>> available = kernel.availableClocksources().toOptional();
    boolean hasTsc = facts.cpuid().toOptional().map(cpuid -> cpuid.tsc()).orElse(false);
    if (available.isEmpty() || !hasTsc || available.get().contains("tsc")) {
      return Optional.empty();
    }
    boolean byOrder =
        kernel.bootedWithTsc("unstable")
            || kernel.bootParameters().toOptional().map(p -> p.has("notsc")).orElse(false);
    return Optional.of(
        new Finding(
            FindingCode.KERNEL_MARKED_UNSTABLE,
            byOrder ? Severity.INFO : markSeverity(facts.kernelLog().toOptional().isEmpty()),
            CpuSet.empty(),
            List.of(),
            KernelFacts.AVAILABLE_CLOCKSOURCES_FILE + ": " + String.join(" ", available.get()),
            byOrder
                ? "The kernel does not offer the TSC as a clocksource, because a boot parameter"
                    + " forbids it."
                : "The kernel does not offer the TSC as a clocksource"
                    + (kernel.availableClocksources().toOptional().isPresent()
                            && facts.kernelLog().toOptional().isEmpty()
                        ? ", and its log, which would say why, could not be read; "
                        : ", and its log does not say why; ")
                    + difference(Severity.WARNING),
            byOrder ? "" : "Look in the kernel log of the last boot for \"tsc:\"."));
  }

  private Optional<Finding> warpReported() {
    List<KernelEvent> warps = events(KernelEventCode.WARP_MEASURED, KernelEventCode.WARP_RANDOM);
    return warps.isEmpty()
        ? Optional.empty()
        : Optional.of(
            fromLog(
                FindingCode.KERNEL_WARP_REPORTED,
                Severity.WARNING,
                warps,
                "The kernel's own test of two CPUs saw the TSC go backwards when a CPU came up; "
                    + difference(Severity.WARNING),
                advice()));
  }

  private Optional<Finding> adjustRepaired() {
    List<KernelEvent> repairs =
        events(
            KernelEventCode.TSC_ADJUST_RESTORED,
            KernelEventCode.TSC_ADJUST_COMPENSATED,
            KernelEventCode.TSC_ADJUST_DIFFERS_IN_SOCKET);
    return repairs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            fromLog(
                FindingCode.KERNEL_ADJUST_REPAIRED,
                Severity.WARNING,
                repairs,
                "Somebody wrote the TSC of single CPUs and the kernel has repaired it; until then"
                    + " they were apart.",
                "Update the firmware; look for software that writes MSR 0x10 or 0x3b, and for"
                    + " resumes from suspend at the times in the log."));
  }

  private Optional<Finding> firmwareBug() {
    List<KernelEvent> bugs =
        events(KernelEventCode.TSC_FIRMWARE_BUG_OTHER, KernelEventCode.TSC_ADJUST_BOOT_NONZERO);
    if (bugs.isEmpty()) {
      return Optional.empty();
    }
    // A guest's kernel finds such things in registers that the hypervisor only pretends to have.
    boolean guest = facts.guest();
    return Optional.of(
        fromLog(
            FindingCode.KERNEL_FIRMWARE_BUG,
            guest || measured == MeasuredSync.IN_SYNC ? Severity.INFO : Severity.WARNING,
            bugs,
            "The kernel complains about what the "
                + (guest ? "hypervisor" : "firmware")
                + " did to the TSC; "
                + difference(Severity.WARNING),
            guest ? "" : "Update the firmware."));
  }

  private Optional<Finding> watchdogNoise() {
    List<KernelEvent> noise =
        events(KernelEventCode.WATCHDOG_READBACK_DELAY, KernelEventCode.WATCHDOG_SKIPPED);
    return noise.isEmpty()
        ? Optional.empty()
        : Optional.of(
            fromLog(
                FindingCode.KERNEL_WATCHDOG_NOISE,
                Severity.INFO,
                noise,
                "The kernel's watchdog had slow readouts of its clocks; that says nothing about the"
                    + " TSC itself.",
                "If it happens often, the kernel may come to condemn a good TSC: look for what"
                    + " delays interrupts, and at the hypervisor's load."));
  }

  /** Parameters that keep the kernel from looking: only worth a word, unless there is a fault. */
  private Optional<Finding> orders() {
    boolean reliable = facts.kernel().bootedWithTsc("reliable");
    int packages = Math.max(1, facts.topology().groups(Level.PACKAGE).size());
    int nodes = Math.max(1, facts.topology().groups(Level.NODE).size());
    WatchdogRule.Answer watchdog = WatchdogRule.apply(facts.kernel(), packages, nodes);
    if (reliable && measured == MeasuredSync.OUT_OF_SYNC) {
      return Optional.of(
          new Finding(
              FindingCode.KERNEL_TSC_RELIABLE_HIDES_FAULT,
              Severity.CRITICAL,
              CpuSet.empty(),
              List.of(),
              KernelFacts.COMMAND_LINE_FILE + ": tsc=reliable",
              "The boot parameter tsc=reliable switches off every check of the kernel, and is hiding"
                  + " a fault now.",
              "Remove tsc=reliable and reboot, or switch the clocksource at once."));
    }
    return watchdog.state() == WatchdogRule.State.OFF_BY_ORDER
        ? Optional.of(
            new Finding(
                FindingCode.KERNEL_WATCHDOG_OFF,
                Severity.INFO,
                CpuSet.empty(),
                List.of(),
                KernelFacts.COMMAND_LINE_FILE,
                "The kernel does not watch the TSC: " + watchdog.because() + ".",
                "Keep tscwatch running: nobody else would notice a fault."))
        : Optional.empty();
  }

  private Optional<Finding> clocksource() {
    return facts
        .kernel()
        .currentClocksource()
        .toOptional()
        .filter(current -> !current.equals("tsc"))
        .map(
            current ->
                new Finding(
                    FindingCode.KERNEL_CLOCKSOURCE_NOT_TSC,
                    Severity.INFO,
                    CpuSet.empty(),
                    List.of(),
                    KernelFacts.CURRENT_CLOCKSOURCE_FILE,
                    "The kernel's clock is " + current + ", not the TSC.",
                    ""));
  }

  private Optional<Finding> unreadable() {
    return facts
        .kernelLog()
        .whyNot()
        .map(
            why ->
                new Finding(
                    FindingCode.KERNEL_LOG_UNREADABLE,
                    Severity.INFO,
                    CpuSet.empty(),
                    List.of(),
                    LOG,
                    "What the kernel's log says of the TSC is unknown: " + why + ".",
                    facts.kernelLog() instanceof Reading.Denied<List<KernelEvent>> denied
                        ? "To read it: " + denied.remedy() + "."
                        : ""));
  }
}
