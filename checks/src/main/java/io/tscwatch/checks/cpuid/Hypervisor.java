package io.tscwatch.checks.cpuid;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One interface that a hypervisor offers by CPUID. There may be two: Xen and KVM show Hyper-V's
 * first when they imitate it, and their own 0x100 leaves later.
 *
 * @param base its first leaf, such as 0x40000000
 * @param vendor its signature, such as {@code KVMKVMKVM}
 * @param kvm what KVM declares, if this is KVM's interface
 * @param hyperV what Hyper-V declares, if this is Hyper-V's interface
 * @param xen what Xen declares, if this is Xen's interface
 * @param frequency the frequency of leaf 0x10 of VMware and of KVM, where it is declared
 */
public record Hypervisor(
    int base,
    String vendor,
    Optional<KvmFeatures> kvm,
    Optional<HyperVFeatures> hyperV,
    Optional<XenTime> xen,
    Optional<DeclaredFrequency> frequency) {

  static final String KVM = "KVMKVMKVM";
  static final String HYPER_V = "Microsoft Hv";
  static final String XEN = "XenVMMXenVMM";
  static final String VMWARE = "VMwareVMware";

  /** A name that people know. */
  public String name() {
    return switch (vendor) {
      case KVM -> "KVM";
      case HYPER_V -> "Hyper-V";
      case XEN -> "Xen";
      case VMWARE -> "VMware";
      case "TCGTCGTCGTCG" -> "QEMU without acceleration";
      case "bhyve bhyve" -> "bhyve";
      case "ACRNACRNACRN" -> "ACRN";
      case "prl hyperv" -> "Parallels";
      case " lrpepyh  vr" -> "Parallels";
      case "" -> "a hypervisor without a name";
      default -> vendor;
    };
  }

  /** Every interface that answers, in the order of their leaves. */
  static List<Hypervisor> decode(CpuidLeaves leaves) {
    List<Hypervisor> found = new ArrayList<>();
    for (int base : CpuidLeaves.HYPERVISOR_BASES) {
      leaves
          .raw(base, 0)
          .filter(first -> answers(base, first))
          .ifPresent(first -> found.add(decode(leaves, base, first)));
    }
    return List.copyOf(found);
  }

  /**
   * The first base belongs to whoever sets the hypervisor bit. A later one counts only if it
   * carries a signature and a highest leaf of its own: elsewhere CPUID may return anything.
   */
  private static boolean answers(int base, CpuidLeaf first) {
    return base == CpuidLeaves.HYPERVISOR_BASES.get(0)
        || ((first.eax() & 0xffff_ff00) == base && (first.ebx() | first.ecx()) != 0);
  }

  private static Hypervisor decode(CpuidLeaves leaves, int base, CpuidLeaf first) {
    String vendor = CpuidText.of(first.ebx(), first.ecx(), first.edx());
    // "old hosts set eax value to 0x0. This should be interpreted as if the value was 0x40000001"
    // (Documentation/virt/kvm/x86/cpuid.rst)
    int highest = vendor.equals(KVM) && first.eax() == 0 ? base + 1 : first.eax();
    Optional<CpuidLeaf> timing = leaf(leaves, base, 0x10, highest);
    return new Hypervisor(
        base,
        vendor,
        leaf(leaves, base, 1, highest).filter(l -> vendor.equals(KVM)).map(KvmFeatures::decode),
        leaf(leaves, base, 3, highest)
            .filter(l -> vendor.equals(HYPER_V))
            .map(HyperVFeatures::decode),
        leaf(leaves, base, 3, highest)
            .filter(l -> vendor.equals(XEN))
            .map(l -> XenTime.decode(leaves, l)),
        timing
            .filter(l -> vendor.equals(VMWARE) || vendor.equals(KVM))
            .flatMap(
                l ->
                    DeclaredFrequency.of(
                        Integer.toUnsignedLong(l.eax()),
                        DeclaredFrequency.Source.HYPERVISOR_LEAF)));
  }

  private static Optional<CpuidLeaf> leaf(CpuidLeaves leaves, int base, int offset, int highest) {
    return Integer.compareUnsigned(base + offset, highest) <= 0
        ? leaves.raw(base + offset, 0)
        : Optional.empty();
  }
}
