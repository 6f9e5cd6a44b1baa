package io.tscwatch.checks.cpuid;

import java.util.Optional;

/**
 * A TSC frequency that CPUID declares.
 *
 * @param kilohertz the declared frequency, greater than 0
 * @param source how it was told
 */
public record DeclaredFrequency(long kilohertz, Source source) {

  /** How a frequency was told. */
  public enum Source {
    /** Leaf 0x15 with its crystal's frequency: exact, and no calibration is needed. */
    CRYSTAL("CPUID 0x15, crystal frequency reported"),
    /** Leaf 0x15 without a crystal, on a model of which the kernel knows the crystal. */
    KNOWN_CRYSTAL("CPUID 0x15, crystal of 25 MHz known of this model"),
    /** Leaf 0x15 without a crystal, which then follows from the base frequency of leaf 0x16. */
    BASE_FREQUENCY("CPUID 0x15 and 0x16, crystal computed from the base frequency"),
    /** Leaf 0x40000010 of VMware, and of KVM where it imitates it. */
    HYPERVISOR_LEAF("CPUID 0x40000010 of the hypervisor"),
    /** The time leaf of Xen. */
    XEN_TIME_LEAF("the time leaf of Xen");

    private final String words;

    Source(String words) {
      this.words = words;
    }

    /** A few words for people. */
    public String words() {
      return words;
    }
  }

  /** Denverton: "don't report crystal clock, and also don't support CPUID.0x16". */
  private static final int GOLDMONT_D = 0x5f;

  /**
   * What native_calibrate_tsc() of arch/x86/kernel/tsc.c computes, in its integer arithmetic:
   *
   * <pre>crystal_khz = ecx_hz / 1000;
   * if (crystal_khz == 0 &amp;&amp; x86_model == INTEL_ATOM_GOLDMONT_D) crystal_khz = 25000;
   * if (crystal_khz == 0 &amp;&amp; cpuid_level >= 0x16)
   *         crystal_khz = eax_base_mhz * 1000 * eax_denominator / ebx_numerator;
   * return crystal_khz * ebx_numerator / eax_denominator;</pre>
   *
   * The kernel does this on Intel CPUs only, and so does this method. It is empty where the kernel
   * would calibrate against another timer.
   */
  static Optional<DeclaredFrequency> ofCrystal(
      CpuidLeaves leaves, String vendor, CpuSignature cpu) {
    Optional<CpuidLeaf> ratio = leaves.find(CpuidLeaves.CRYSTAL);
    if (!vendor.equals("GenuineIntel") || ratio.isEmpty()) {
      return Optional.empty();
    }
    long denominator = Integer.toUnsignedLong(ratio.get().eax());
    long numerator = Integer.toUnsignedLong(ratio.get().ebx());
    if (denominator == 0 || numerator == 0) {
      return Optional.empty();
    }
    long crystalKilohertz = Integer.toUnsignedLong(ratio.get().ecx()) / 1000;
    Source source = Source.CRYSTAL;
    if (crystalKilohertz == 0 && cpu.family() == 6 && cpu.model() == GOLDMONT_D) {
      crystalKilohertz = 25_000;
      source = Source.KNOWN_CRYSTAL;
    }
    if (crystalKilohertz == 0) {
      long baseMegahertz =
          leaves.find(CpuidLeaves.BASE_FREQUENCY).map(leaf -> leaf.eax() & 0xffffL).orElse(0L);
      crystalKilohertz = baseMegahertz * 1000 * denominator / numerator;
      source = Source.BASE_FREQUENCY;
    }
    return of(crystalKilohertz * numerator / denominator, source);
  }

  /** A frequency unless it is 0, which means that none is declared. */
  static Optional<DeclaredFrequency> of(long kilohertz, Source source) {
    return kilohertz > 0 ? Optional.of(new DeclaredFrequency(kilohertz, source)) : Optional.empty();
  }
}
