package io.tscwatch.checks.adjust;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What of TSC_ADJUST is unknown, and why. Each reason is its own finding, because each has another
 * remedy; none of them is ever taken for "fine".
 *
 * <p>They inform and do not lower the verdict, which rests on the measured skew: most virtual
 * machines and older AMD parts have no such register. Only a register that should be readable and
 * is not is a warning.
 */
final class AdjustCoverage {

  private static final String UNKNOWN = "whether anything wrote the TSC is unknown";

  private AdjustCoverage() {}

  static List<Finding> of(AdjustFacts facts) {
    if (facts.declared().isPresent() && !facts.declared().get()) {
      return facts.values().isEmpty()
          ? List.of(
              finding(
                  FindingCode.ADJUST_UNSUPPORTED,
                  Severity.INFO,
                  CpuSet.empty(),
                  "CPUID 7 EBX bit 1 is 0",
                  "The CPU has no TSC_ADJUST register: " + UNKNOWN + ".",
                  ""))
          : List.of();
    }
    Map<AdjustAnswer, CpuSet> cpus = new EnumMap<>(AdjustAnswer.class);
    Map<AdjustAnswer, Reading<Long>> examples = new EnumMap<>(AdjustAnswer.class);
    facts
        .missing()
        .forEach(
            (cpu, reading) -> {
              AdjustAnswer answer = AdjustAnswer.of(reading);
              cpus.merge(answer, CpuSet.of(cpu), CpuSet::plus);
              examples.putIfAbsent(answer, reading);
            });
    examples.remove(AdjustAnswer.OFFLINE);
    return examples.entrySet().stream()
        .map(
            example ->
                missing(
                    example.getKey(),
                    cpus.getOrDefault(example.getKey(), CpuSet.empty()),
                    example.getValue()))
        .toList();
  }

  private static Finding missing(AdjustAnswer answer, CpuSet cpus, Reading<Long> example) {
    String reason = example.whyNot().orElse("");
    return switch (answer) {
      case UNSUPPORTED ->
          finding(
              FindingCode.ADJUST_UNSUPPORTED,
              Severity.INFO,
              cpus,
              reason,
              "CPU " + cpus + " has no TSC_ADJUST register: " + UNKNOWN + ".",
              "");
      case NO_DEVICE ->
          finding(
              FindingCode.ADJUST_NO_DEVICE,
              Severity.INFO,
              CpuSet.empty(),
              reason,
              "TSC_ADJUST could not be looked at, for the kernel offers no msr device: "
                  + UNKNOWN
                  + ".",
              "Load the kernel module: modprobe msr (with CONFIG_X86_MSR).");
      case DENIED ->
          finding(
              FindingCode.ADJUST_DENIED,
              Severity.INFO,
              cpus,
              reason,
              "TSC_ADJUST of CPU " + cpus + " may not be read by this process: " + UNKNOWN + ".",
              example instanceof Reading.Denied<Long> denied ? denied.remedy() : "");
      default ->
          finding(
              FindingCode.ADJUST_UNREADABLE,
              Severity.WARNING,
              cpus,
              reason,
              "TSC_ADJUST of CPU " + cpus + " could not be read (" + reason + "): " + UNKNOWN + ".",
              "Try again; if it stays so, compare with rdmsr 0x3b of msr-tools.");
    };
  }

  private static Finding finding(
      FindingCode code,
      Severity severity,
      CpuSet cpus,
      String evidence,
      String sentence,
      String advice) {
    return new Finding(code, severity, cpus, List.of(), evidence, sentence, advice);
  }
}
