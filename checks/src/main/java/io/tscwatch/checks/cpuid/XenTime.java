package io.tscwatch.checks.cpuid;

import java.util.Optional;

/**
 * Xen's time leaf, base + 3 ("Leaf 4 (0x40000x03)" in xen/include/public/arch-x86/cpuid.h).
 *
 * @param emulated subleaf 0, EAX bit 0: RDTSC traps and Xen answers it
 * @param hostReliable subleaf 0, EAX bit 1: Xen knows the host's TSC to be reliable
 * @param rdtscp subleaf 0, EAX bit 2: RDTSCP is available
 * @param mode subleaf 0, EBX: how Xen decides whether to emulate
 * @param guestFrequency subleaf 0, ECX
 * @param incarnation subleaf 0, EDX: counts migrations
 * @param hostFrequency subleaf 2, EAX
 */
public record XenTime(
    boolean emulated,
    boolean hostReliable,
    boolean rdtscp,
    Mode mode,
    Optional<DeclaredFrequency> guestFrequency,
    long incarnation,
    Optional<DeclaredFrequency> hostFrequency) {

  /** XEN_CPUID_TSC_MODE_*. */
  public enum Mode {
    DEFAULT,
    ALWAYS_EMULATE,
    NEVER_EMULATE,
    PVRDTSCP,
    UNKNOWN;

    static Mode decode(int number) {
      return switch (number) {
        case 0 -> DEFAULT;
        case 1 -> ALWAYS_EMULATE;
        case 2 -> NEVER_EMULATE;
        case 3 -> PVRDTSCP;
        default -> UNKNOWN;
      };
    }
  }

  static XenTime decode(CpuidLeaves leaves, CpuidLeaf first) {
    return new XenTime(
        (first.eax() & 1) != 0,
        (first.eax() & 2) != 0,
        (first.eax() & 4) != 0,
        Mode.decode(first.ebx()),
        frequency(first.ecx()),
        Integer.toUnsignedLong(first.edx()),
        leaves.raw(first.leaf(), 2).flatMap(second -> frequency(second.eax())));
  }

  private static Optional<DeclaredFrequency> frequency(int kilohertz) {
    return DeclaredFrequency.of(
        Integer.toUnsignedLong(kilohertz), DeclaredFrequency.Source.XEN_TIME_LEAF);
  }
}
