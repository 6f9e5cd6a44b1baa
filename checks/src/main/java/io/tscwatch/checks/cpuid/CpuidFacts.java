package io.tscwatch.checks.cpuid;

import java.util.List;
import java.util.Optional;

/**
 * What CPUID declares about the TSC.
 *
 * @param vendor such as {@code GenuineIntel}
 * @param signature family, model and stepping
 * @param tsc leaf 1, EDX bit 4
 * @param rdtscp leaf 0x80000001, EDX bit 27
 * @param invariantTsc leaf 0x80000007, EDX bit 8: constant rate in all P-, C- and T-states
 * @param tscAdjust leaf 7, EBX bit 1: the register IA32_TSC_ADJUST exists
 * @param lfenceSerializing leaf 0x80000021, EAX bit 2: LFENCE always serialises (AMD; on Intel it
 *     does so without a bit)
 * @param crystalFrequency what leaves 0x15 and 0x16 say
 * @param hypervisorPresent leaf 1, ECX bit 31
 * @param hypervisors the interfaces of the hypervisor; empty on bare metal
 */
public record CpuidFacts(
    String vendor,
    CpuSignature signature,
    boolean tsc,
    boolean rdtscp,
    boolean invariantTsc,
    boolean tscAdjust,
    boolean lfenceSerializing,
    Optional<DeclaredFrequency> crystalFrequency,
    boolean hypervisorPresent,
    List<Hypervisor> hypervisors) {

  public CpuidFacts {
    hypervisors = List.copyOf(hypervisors);
  }

  /** Understands the leaves of one CPU; what was not read counts as not declared. */
  public static CpuidFacts decode(List<CpuidLeaf> read) {
    CpuidLeaves leaves = new CpuidLeaves(read);
    String vendor =
        leaves
            .find(CpuidLeaves.VENDOR)
            .map(leaf -> CpuidText.of(leaf.ebx(), leaf.edx(), leaf.ecx()))
            .orElse("");
    Optional<CpuidLeaf> features = leaves.find(CpuidLeaves.FEATURES);
    CpuSignature signature = CpuSignature.decode(features.map(CpuidLeaf::eax).orElse(0));
    boolean guest = bit(features.map(CpuidLeaf::ecx), 31);
    return new CpuidFacts(
        vendor,
        signature,
        bit(features.map(CpuidLeaf::edx), 4),
        bit(leaves.find(CpuidLeaves.EXTENDED_FEATURES).map(CpuidLeaf::edx), 27),
        bit(leaves.find(CpuidLeaves.ADVANCED_POWER).map(CpuidLeaf::edx), 8),
        bit(leaves.find(CpuidLeaves.STRUCTURED_FEATURES).map(CpuidLeaf::ebx), 1),
        bit(leaves.find(CpuidLeaves.EXTENDED_FEATURES_2).map(CpuidLeaf::eax), 2),
        DeclaredFrequency.ofCrystal(leaves, vendor, signature),
        guest,
        guest ? Hypervisor.decode(leaves) : List.of());
  }

  private static boolean bit(Optional<Integer> register, int number) {
    return register.isPresent() && (register.get() >>> number & 1) != 0;
  }

  /** KVM's features, where KVM is the hypervisor or lies behind an imitation of Hyper-V. */
  public Optional<KvmFeatures> kvm() {
    return hypervisors.stream().flatMap(hypervisor -> hypervisor.kvm().stream()).findFirst();
  }

  /** Hyper-V's features, where Hyper-V is the hypervisor or is imitated. */
  public Optional<HyperVFeatures> hyperV() {
    return hypervisors.stream().flatMap(hypervisor -> hypervisor.hyperV().stream()).findFirst();
  }

  /** Xen's time leaf, where Xen is the hypervisor. */
  public Optional<XenTime> xen() {
    return hypervisors.stream().flatMap(hypervisor -> hypervisor.xen().stream()).findFirst();
  }

  /** The hypervisor's name for people; the one behind an imitation where there are two. */
  public Optional<String> hypervisorName() {
    if (!hypervisorPresent) {
      return Optional.empty();
    }
    return Optional.of(
        hypervisors.isEmpty() ? "a hypervisor" : hypervisors.get(hypervisors.size() - 1).name());
  }

  /** The declared TSC frequency: the hypervisor's word before the crystal's. */
  public Optional<DeclaredFrequency> frequency() {
    return hypervisors.stream()
        .flatMap(hypervisor -> hypervisor.frequency().stream())
        .findFirst()
        .or(() -> xen().flatMap(XenTime::guestFrequency))
        .or(() -> crystalFrequency);
  }
}
