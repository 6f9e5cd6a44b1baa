package io.tscwatch.checks.verdict;

import static io.tscwatch.checks.finding.Wording.are;
import static io.tscwatch.checks.finding.Wording.cpus;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.topology.CpuChoice;
import io.tscwatch.checks.topology.CpuChoice.Reason;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was not measured, and what that does to the verdict: a CPU that was left out because it may
 * not be used leaves the machine UNKNOWN, one that was left alone on purpose is a warning, one that
 * the user left out is only said.
 */
final class CoverageFindings {

  private CoverageFindings() {}

  static List<Finding> of(CpuChoice choice, SkewAssessment skew) {
    List<Finding> findings = new ArrayList<>();
    for (Reason reason : Reason.values()) {
      CpuSet leftOut = choice.leftOut(reason);
      if (!leftOut.isEmpty() && reason != Reason.OFFLINE) {
        findings.add(leftOut(reason, leftOut));
      }
    }
    if (!skew.unmeasured().isEmpty() && choice.measured().size() > 1) {
      findings.add(unmeasured(skew));
    }
    CpuSet present = choice.leftOut().values().stream().reduce(choice.measured(), CpuSet::plus);
    if (choice.measured().size() < 2) {
      findings.add(tooFew(choice, present.minus(choice.leftOut(Reason.OFFLINE)).size() < 2));
    }
    return findings;
  }

  private static Finding leftOut(Reason reason, CpuSet cpus) {
    return switch (reason) {
      case NOT_ALLOWED ->
          finding(
              FindingCode.COVERAGE_INCOMPLETE,
              Severity.UNKNOWN,
              cpus,
              "sched_getaffinity(2)",
              "may not be used by this process, so nothing is known of "
                  + (cpus.size() == 1 ? "its TSC" : "their TSCs"),
              "Run it with the full affinity: without taskset, in a cpuset that has all CPUs"
                  + " (AllowedCPUs= of the service).");
      case ISOLATED, NOHZ_FULL ->
          finding(
              FindingCode.COVERAGE_EXCLUDED,
              Severity.WARNING,
              cpus,
              reason == Reason.ISOLATED
                  ? "/sys/devices/system/cpu/isolated"
                  : "/sys/devices/system/cpu/nohz_full",
              are(cpus) + " not measured, because " + reason.phrase() + " CPUs are left alone",
              "Name the CPUs with --cpus, or say --include-isolated, to measure them too; each is"
                  + " disturbed for a few milliseconds.");
      case NOT_SELECTED ->
          finding(
              FindingCode.COVERAGE_EXCLUDED,
              Severity.INFO,
              cpus,
              "the options of this run",
              are(cpus) + " not measured, as was asked for",
              "");
      case OFFLINE -> throw new IllegalArgumentException("an offline CPU needs no finding");
    };
  }

  private static Finding finding(
      FindingCode code,
      Severity severity,
      CpuSet cpus,
      String evidence,
      String predicate,
      String advice) {
    return new Finding(
        code,
        severity,
        cpus,
        List.of(new Quantity("cpus", cpus.size(), Unit.COUNT)),
        evidence,
        cpus(cpus) + " " + predicate + ".",
        advice);
  }

  private static Finding unmeasured(SkewAssessment skew) {
    Map<String, List<Integer>> byReason = new TreeMap<>();
    skew.unmeasured()
        .forEach(
            (cpu, reason) -> byReason.computeIfAbsent(reason, r -> new ArrayList<>()).add(cpu));
    String reasons =
        byReason.entrySet().stream()
            .map(entry -> cpus(CpuSet.of(entry.getValue())) + ": " + entry.getKey())
            .collect(Collectors.joining("; "));
    CpuSet cpus = skew.unmeasuredCpus();
    return finding(
        FindingCode.COVERAGE_INCOMPLETE,
        Severity.UNKNOWN,
        cpus,
        "pair exchange",
        "could not be measured (" + reasons + ")",
        "Repeat it when the machine is less busy; look for real-time threads that hold these CPUs"
            + " and for CPUs that have just gone offline.");
  }

  private static Finding tooFew(CpuChoice choice, boolean onlyOne) {
    CpuSet cpus = choice.measured();
    return new Finding(
        FindingCode.COVERAGE_SINGLE_CPU,
        onlyOne ? Severity.INFO : Severity.UNKNOWN,
        cpus,
        List.of(),
        "the CPUs chosen",
        onlyOne
            ? "This machine has one CPU online: there is no other TSC that it could disagree with."
            : (cpus.isEmpty() ? "No CPU" : "Only CPU " + cpus)
                + " could be chosen, and one TSC alone proves nothing about the others.",
        onlyOne ? "" : "Let the process use more CPUs, or name at least two with --cpus.");
  }
}
