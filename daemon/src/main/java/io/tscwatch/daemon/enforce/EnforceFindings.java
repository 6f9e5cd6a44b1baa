package io.tscwatch.daemon.enforce;

import io.tscwatch.checks.enforce.Decision;
import io.tscwatch.checks.enforce.Decision.Action;
import io.tscwatch.checks.enforce.Decision.Hold;
import io.tscwatch.checks.enforce.Memory;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.linux.KernelFacts;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.daemon.report.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What enforcement has to say, as findings. Only what is in force is a finding, advice is none. */
final class EnforceFindings {

  private static final String FILE = KernelFacts.CURRENT_CLOCKSOURCE_FILE;

  private EnforceFindings() {}

  /**
   * The findings.
   *
   * @param refusal what became of the latest write, if it came to nothing
   * @param promiseKept whether KVM still promises a stable TSC after a switch away
   */
  static List<Finding> of(
      Memory memory, Optional<Decision> decision, Optional<Refusal> refusal, boolean promiseKept) {
    List<Finding> findings = new ArrayList<>();
    refusal.map(EnforceFindings::refused).ifPresent(findings::add);
    decision.flatMap(d -> held(d, memory)).ifPresent(findings::add);
    memory.standing().map(EnforceFindings::switched).ifPresent(findings::add);
    if (promiseKept) {
      findings.add(promise(memory));
    }
    return List.copyOf(findings);
  }

  private static Finding refused(Refusal refusal) {
    return finding(
        FindingCode.ENFORCE_REFUSED,
        Severity.WARNING,
        refusal.kernelSaid().isEmpty() ? refusal.reason() : refusal.kernelSaid(),
        "The clocksource could not be switched from "
            + refusal.from()
            + " to "
            + refusal.to()
            + ": "
            + refusal.reason()
            + ".",
        refusal.remedy().isEmpty()
            ? "The kernel will offer " + refusal.to() + " again after the next boot, if at all."
            : refusal.remedy());
  }

  private static Optional<Finding> held(Decision decision, Memory memory) {
    if (decision.action() == Action.KEEP) {
      return Optional.empty();
    }
    Hold hold = decision.hold();
    return switch (hold) {
      case NO_ALTERNATIVE ->
          Optional.of(
              finding(
                  FindingCode.ENFORCE_NO_ALTERNATIVE,
                  Severity.WARNING,
                  KernelFacts.AVAILABLE_CLOCKSOURCES_FILE,
                  decision.reason(),
                  "Look whether the HPET and the ACPI PM timer are switched off in the firmware"
                      + " or at boot."));
      case LIMIT ->
          Optional.of(
              new Finding(
                  FindingCode.ENFORCE_LIMIT_REACHED,
                  Severity.WARNING,
                  CpuSet.empty(),
                  List.of(new Quantity("writes", memory.writesMonotonicNanos().size(), Unit.COUNT)),
                  FILE,
                  "The clocksource should be "
                      + decision.to()
                      + " and is left at "
                      + decision.from()
                      + ". "
                      + decision.reason(),
                  "Find out why the TSC fails and requalifies again and again."));
      case RESPECTED ->
          Optional.of(
              finding(
                  FindingCode.ENFORCE_CHOICE_RESPECTED,
                  Severity.INFO,
                  FILE + " = " + decision.from(),
                  decision.reason(),
                  "If it was a mistake: echo " + decision.to() + " > " + FILE));
      case NOTHING, MODE, REFUSED, NOT_REQUALIFIED, UNREADABLE -> Optional.empty();
    };
  }

  private static Finding switched(Memory.Switch own) {
    return finding(
        FindingCode.ENFORCE_SWITCHED,
        Severity.INFO,
        FILE + " = " + own.to(),
        "tscwatch switched the clocksource from "
            + own.from()
            + " to "
            + own.to()
            + " at "
            + Times.rfc3339(own.realtimeNanos())
            + ".",
        "To go back once the TSC is reliable: echo " + own.from() + " > " + FILE);
  }

  private static Finding promise(Memory memory) {
    return finding(
        FindingCode.ENFORCE_PROMISE_KEPT,
        Severity.WARNING,
        "KVM_GET_CLOCK of a new virtual machine: KVM_CLOCK_TSC_STABLE",
        "The clocksource is "
            + memory.standing().map(Memory.Switch::to).orElse("another")
            + " now, and a new guest is promised a stable TSC all the same.",
        "Do not rely on the flag in guests; give them another clocksource by hand.");
  }

  private static Finding finding(
      FindingCode code, Severity severity, String evidence, String sentence, String advice) {
    return new Finding(code, severity, CpuSet.empty(), List.of(), evidence, sentence, advice);
  }
}
