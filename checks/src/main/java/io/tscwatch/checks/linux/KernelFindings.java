package io.tscwatch.checks.linux;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.finding.ReferenceVote;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges what the kernel does with the TSC now, against what was measured. */
public final class KernelFindings {

  private static final Set<String> TSC_ITSELF = Set.of("tsc", "tsc-early");

  /** Clocks of a hypervisor that are computed from the TSC; they are as good as it is. */
  private static final Set<String> DERIVED_FROM_TSC =
      Set.of("kvm-clock", "hyperv_clocksource_tsc_page", "xen");

  private KernelFindings() {}

  /**
   * The findings that follow from the kernel's present settings.
   *
   * @param watchdog what {@link WatchdogRule} says of this machine
   * @param measured what the exchange proved of the whole machine
   * @param reasonLogged true if the kernel's log says why it holds the TSC for unstable; that
   *     reason is then judged by {@link KernelLogFindings}, and is unknown otherwise
   * @param vote what other clocks said of the TSC's rate
   */
  public static List<Finding> of(
      KernelFacts facts,
      WatchdogRule.Answer watchdog,
      MeasuredSync measured,
      boolean reasonLogged,
      ReferenceVote vote) {
    List<Finding> findings = new ArrayList<>();
    facts
        .currentClocksource()
        .toOptional()
        .filter(current -> !TSC_ITSELF.contains(current))
        .map(current -> clocksourceNotTsc(facts, current, measured, reasonLogged, vote))
        .ifPresent(findings::add);
    trustOrder(facts)
        .filter(order -> measured == MeasuredSync.OUT_OF_SYNC)
        .map(KernelFindings::trustHidesFault)
        .ifPresent(findings::add);
    boolean off =
        watchdog.state() == WatchdogRule.State.OFF_BY_ORDER
            || watchdog.state() == WatchdogRule.State.OFF_BY_RULE;
    if (off && facts.runsOn("tsc")) {
      findings.add(watchdogOff(watchdog));
    }
    return List.copyOf(findings);
  }

  private static Finding clocksourceNotTsc(
      KernelFacts facts,
      String current,
      MeasuredSync measured,
      boolean reasonLogged,
      ReferenceVote vote) {
    String evidence = KernelFacts.CURRENT_CLOCKSOURCE_FILE + " = " + current;
    if (DERIVED_FROM_TSC.contains(current)) {
      return finding(
          FindingCode.KERNEL_CLOCKSOURCE_NOT_TSC,
          Severity.INFO,
          evidence,
          "The kernel's clocksource is "
              + current
              + ", which the hypervisor derives from the TSC: it is no independent witness of it.",
          "");
    }
    Optional<List<String>> available = facts.availableClocksources().toOptional();
    boolean offered = available.isEmpty() || available.get().contains("tsc");
    String confirmed =
        switch (measured) {
          case IN_SYNC -> " The TSCs were measured to be in sync.";
          case OUT_OF_SYNC -> " The TSCs were measured to be out of sync, too.";
          case NOT_MEASURED -> "";
        };
    // It may be another clock that disagreed, which CPUs in step with each other say nothing of.
    boolean reasonKnown = reasonLogged || facts.bootedWithTsc("unstable");
    return offered
        ? finding(
            FindingCode.KERNEL_CLOCKSOURCE_NOT_TSC,
            Severity.INFO,
            evidence,
            "The kernel's clocksource is " + current + ", although it offers the TSC." + confirmed,
            measured == MeasuredSync.IN_SYNC
                ? "To use the TSC: echo tsc > " + KernelFacts.CURRENT_CLOCKSOURCE_FILE
                : "")
        : finding(
            FindingCode.KERNEL_CLOCKSOURCE_NOT_TSC,
            reasonKnown ? Severity.WARNING : KernelLogFindings.ofVote(vote),
            evidence + "; " + KernelFacts.AVAILABLE_CLOCKSOURCES_FILE + " does not list tsc",
            "The kernel's clocksource is "
                + current
                + ", and it does not offer the TSC any more: it has found or been told that the TSC"
                + " is unstable, until the next boot."
                + confirmed
                + (reasonKnown ? "" : " Why is not in the kernel log, as far as that is seen."),
            "Find the reason in the kernel log: \"Marking TSC unstable due to\".");
  }

  /** The boot parameter by which someone vouched for the TSC. */
  private static Optional<String> trustOrder(KernelFacts facts) {
    return List.of("reliable", "nowatchdog").stream().filter(facts::bootedWithTsc).findFirst();
  }

  private static Finding trustHidesFault(String order) {
    return finding(
        FindingCode.KERNEL_TSC_RELIABLE_HIDES_FAULT,
        Severity.CRITICAL,
        KernelFacts.COMMAND_LINE_FILE + ": tsc=" + order,
        "The boot parameter tsc="
            + order
            + " keeps the kernel from checking the TSCs, and they were measured to be out of sync.",
        "Remove tsc=" + order + " from the boot parameters and boot again.");
  }

  private static Finding watchdogOff(WatchdogRule.Answer watchdog) {
    return finding(
        FindingCode.KERNEL_WATCHDOG_OFF,
        Severity.INFO,
        watchdog.because(),
        "The kernel's clocksource watchdog does not check the TSC ("
            + watchdog.because()
            + "): a fault that begins later would not be noticed by the kernel.",
        "Let tscwatch run as a daemon.");
  }

  private static Finding finding(
      FindingCode code, Severity severity, String evidence, String sentence, String advice) {
    return new Finding(code, severity, CpuSet.empty(), List.of(), evidence, sentence, advice);
  }
}
