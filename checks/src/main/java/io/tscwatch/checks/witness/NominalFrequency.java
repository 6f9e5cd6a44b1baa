package io.tscwatch.checks.witness;

import io.tscwatch.checks.cpuid.CpuidFacts;
import io.tscwatch.checks.cpuid.DeclaredFrequency;
import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.klog.KernelDetail;
import io.tscwatch.checks.klog.KernelEvent;
import io.tscwatch.checks.klog.KernelEventCode;
import io.tscwatch.checks.kvm.KvmclockPage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the TSC's frequency is said to be, and by whom. The first claim is the one that the TSC is
 * held to.
 *
 * @param claims at least one, the most telling first
 */
public record NominalFrequency(List<Claim> claims) {

  /**
   * One claim.
   *
   * @param kilohertz above 0
   * @param by who says so
   */
  public record Claim(long kilohertz, String by) {}

  public NominalFrequency {
    claims = List.copyOf(claims);
    if (claims.isEmpty()) {
      throw new IllegalArgumentException("a nominal frequency that nobody claims");
    }
  }

  /**
   * All that is claimed. The kernel refines its calibration only where it does not know the
   * frequency from CPUID or the hypervisor (tsc_refine_calibration_work, arch/x86/kernel/tsc.c),
   * and uses what it refined: so that comes first.
   *
   * @param inUse what the kernel uses, as it was measured while its clocksource is the TSC
   */
  static Optional<NominalFrequency> of(Facts facts, Optional<Claim> inUse) {
    List<Claim> claims = new ArrayList<>();
    logged(facts, KernelEventCode.TSC_REFINED)
        .ifPresent(khz -> claims.add(new Claim(khz, "the kernel's refined calibration")));
    Optional<CpuidFacts> cpuid = facts.cpuid().toOptional();
    cpuid
        .flatMap(CpuidFacts::frequency)
        .ifPresent(declared -> claims.add(new Claim(declared.kilohertz(), by(declared))));
    cpuid
        .flatMap(CpuidFacts::crystalFrequency)
        .filter(c -> !cpuid.flatMap(CpuidFacts::frequency).equals(Optional.of(c)))
        .ifPresent(declared -> claims.add(new Claim(declared.kilohertz(), by(declared))));
    inUse.ifPresent(claims::add);
    logged(facts, KernelEventCode.TSC_CALIBRATED)
        .ifPresent(khz -> claims.add(new Claim(khz, "the kernel's calibration at boot")));
    facts
        .kvmclock()
        .toOptional()
        .map(KvmclockPage::tscKilohertz)
        .filter(khz -> khz > 0)
        .ifPresent(khz -> claims.add(new Claim(khz, "the kvmclock page")));
    return claims.isEmpty() ? Optional.empty() : Optional.of(new NominalFrequency(claims));
  }

  private static String by(DeclaredFrequency declared) {
    return declared.source().words();
  }

  private static Optional<Long> logged(Facts facts, KernelEventCode code) {
    return facts.kernelLog().toOptional().stream()
        .flatMap(List::stream)
        .filter(event -> event.code() == code)
        .map(KernelEvent::detail)
        .flatMap(
            detail ->
                detail instanceof KernelDetail.Frequency frequency
                    ? Optional.of(frequency.kilohertz()).stream()
                    : Optional.<Long>empty().stream())
        .filter(khz -> khz > 0)
        .reduce((earlier, later) -> later);
  }

  public long kilohertz() {
    return claims.get(0).kilohertz();
  }

  /** The claim that is furthest from the first. */
  public Claim furthest() {
    return claims.stream()
        .max(Comparator.comparingLong(claim -> Math.abs(picosPerSecond(claim))))
        .orElseThrow();
  }

  /** By how much a claim is above the first, in picoseconds per second, cut to whole ones. */
  public long picosPerSecond(Claim claim) {
    return (claim.kilohertz() - kilohertz()) * 1_000_000_000L / kilohertz() * 1000;
  }
}
