package io.tscwatch.checks.adjust;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Judges TSC_ADJUST by the rules of arch/x86/kernel/tsc_sync.c:
 *
 * <ol>
 *   <li>Boot CPU: "On the boot cpu we just force set the ADJUST value to 0 if it's non zero",
 *       except where sockets are reset asynchronously (SGI UV).
 *   <li>Within a package: "The TSC_ADJUST values in a package must be the same."
 *   <li>Between packages: "physical hotplug should have set the ADJUST register to a value &gt; 0
 *       so the TSC is in sync with the already running cpus", and check_tsc_sync_target() itself
 *       adds the warp that it measured. So a difference is a fault only if the measured skew says
 *       so.
 * </ol>
 *
 * The fourth rule, that a value never changes by itself, is {@link AdjustChanges}.
 */
public final class AdjustFindings {

  /** Linux numbers the CPU that it boots on 0 on x86. */
  private static final int BOOT_CPU = 0;

  private AdjustFindings() {}

  /**
   * All findings of one audit.
   *
   * @param asyncResets how it is known that the sockets of this machine are reset asynchronously;
   *     empty if they are not known to be
   * @param measured what the exchange proved, by package number; a package left out counts as not
   *     measured
   */
  public static List<Finding> of(
      AdjustFacts facts, Optional<String> asyncResets, Map<Integer, PackageSync> measured) {
    List<Finding> findings = new ArrayList<>(AdjustCoverage.of(facts));
    bootNonzero(facts, asyncResets).ifPresent(findings::add);
    for (AdjustPackage one : facts.packages()) {
      if (!one.deviating().isEmpty()) {
        findings.add(packageMismatch(facts, one, syncOf(measured, one).within()));
      }
    }
    packagesDiffer(facts, measured).ifPresent(findings::add);
    return List.copyOf(findings);
  }

  private static PackageSync syncOf(Map<Integer, PackageSync> measured, AdjustPackage one) {
    return measured.getOrDefault(one.number(), PackageSync.NOT_MEASURED);
  }

  private static Optional<Finding> bootNonzero(AdjustFacts facts, Optional<String> asyncResets) {
    long value = facts.values().getOrDefault(BOOT_CPU, 0L);
    if (value == 0) {
      return Optional.empty();
    }
    boolean legal = asyncResets.isPresent();
    return Optional.of(
        new Finding(
            FindingCode.ADJUST_BOOT_NONZERO,
            legal ? Severity.INFO : Severity.WARNING,
            CpuSet.of(BOOT_CPU),
            List.of(new Quantity("tscAdjust", value, Unit.CYCLES)),
            "MSR 0x3b of CPU 0" + asyncResets.map(how -> "; " + how).orElse(""),
            legal
                ? "TSC_ADJUST of the boot CPU 0 is "
                    + value
                    + " cycles, which is legal here: the sockets of this machine are reset one by"
                    + " one."
                : "TSC_ADJUST of the boot CPU 0 is "
                    + value
                    + " cycles, not 0: "
                    + (facts.guest() ? "the hypervisor, firmware" : "firmware")
                    + " or software wrote its TSC and the kernel has not set it back.",
            legal
                ? ""
                : "Look for \"TSC ADJUST\" in the kernel log and for software that writes MSR 0x10"
                    + " or 0x3b; update the firmware."));
  }

  private static Finding packageMismatch(
      AdjustFacts facts, AdjustPackage one, MeasuredSync within) {
    Severity severity =
        switch (within) {
          case IN_SYNC -> Severity.WARNING;
          case OUT_OF_SYNC -> Severity.CRITICAL;
          case NOT_MEASURED -> Severity.UNKNOWN;
        };
    String consequence =
        switch (within) {
          case IN_SYNC -> "Yet these CPUs were measured to be in sync.";
          case OUT_OF_SYNC -> "These CPUs were measured to be out of sync.";
          case NOT_MEASURED -> "Whether these CPUs are in sync was not measured.";
        };
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(new Quantity("referenceTscAdjust", one.referenceCycles(), Unit.CYCLES));
    quantities.addAll(
        AdjustText.ends("lowestTscAdjust", "highestTscAdjust", one.deviating().keySet()));
    return new Finding(
        FindingCode.ADJUST_PACKAGE_MISMATCH,
        severity,
        one.deviatingCpus(),
        quantities,
        "MSR 0x3b of package " + one.number() + " against its CPU " + one.referenceCpu(),
        "In package "
            + one.number()
            + " TSC_ADJUST must be the same on every CPU: CPU "
            + one.referenceCpu()
            + " has "
            + one.referenceCycles()
            + ", but "
            + AdjustText.byValue(one.deviating())
            + ". "
            + consequence,
        facts.guest()
            ? "Ask who runs the hypervisor: it restored or migrated the virtual CPUs unequally."
            : "Something wrote the TSC of single CPUs: update the firmware, and look for software"
                + " that writes MSR 0x10 or 0x3b.");
  }

  private static Optional<Finding> packagesDiffer(
      AdjustFacts facts, Map<Integer, PackageSync> measured) {
    List<AdjustPackage> packages = facts.packages();
    if (packages.stream().map(AdjustPackage::referenceCycles).distinct().count() < 2) {
      return Optional.empty();
    }
    List<AdjustPackage> apart =
        packages.stream()
            .filter(one -> syncOf(measured, one).againstOthers() == MeasuredSync.OUT_OF_SYNC)
            .toList();
    boolean proven =
        packages.stream()
            .allMatch(one -> syncOf(measured, one).againstOthers() == MeasuredSync.IN_SYNC);
    String consequence;
    if (!apart.isEmpty()) {
      consequence =
          "Package "
              + apart.stream().map(one -> "" + one.number()).collect(Collectors.joining(", "))
              + " was measured to be out of sync, so the difference is a fault.";
    } else if (proven) {
      consequence = "This is legal, and they were measured to be in sync.";
    } else {
      consequence = "This is legal if they are in sync, which was not measured for all of them.";
    }
    return Optional.of(
        new Finding(
            FindingCode.ADJUST_PACKAGES_DIFFER,
            apart.isEmpty() ? Severity.INFO : Severity.CRITICAL,
            CpuSet.of(packages.stream().map(AdjustPackage::referenceCpu).toList()),
            AdjustText.ends(
                "lowestTscAdjust",
                "highestTscAdjust",
                packages.stream().map(AdjustPackage::referenceCycles).toList()),
            "MSR 0x3b of the first CPU of each package",
            "TSC_ADJUST differs between packages: "
                + AdjustText.byPackage(packages)
                + ". "
                + consequence,
            apart.isEmpty()
                ? ""
                : "Take the TSC out of use as a clock (clocksource hpet) until the firmware resets"
                    + " all sockets together."));
  }
}
