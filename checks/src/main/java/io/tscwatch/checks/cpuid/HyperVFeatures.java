package io.tscwatch.checks.cpuid;

/**
 * Leaf 0x40000003 of Hyper-V: the privileges of the partition that bear on time (Hypervisor Top
 * Level Functional Specification, "Feature identification"; the names are those of the kernel's
 * hyperv headers).
 *
 * @param referenceCounter EAX bit 1, HV_MSR_TIME_REF_COUNT_AVAILABLE: a 10 MHz counter by register
 * @param referenceTscPage EAX bit 9, HV_MSR_REFERENCE_TSC_AVAILABLE: a page with scale and offset
 * @param frequencyRegisters EAX bit 11 with EDX bit 8: the TSC frequency can be read
 * @param reenlightenment EAX bit 13, HV_ACCESS_REENLIGHTENMENT: the guest is told of a migration
 * @param accessTscInvariant EAX bit 15, HV_ACCESS_TSC_INVARIANT: the guest may ask for an invariant
 *     TSC by HV_X64_MSR_TSC_INVARIANT_CONTROL; without it Linux marks the TSC unstable ("running on
 *     Hyper-V", arch/x86/kernel/cpu/mshyperv.c)
 * @param rootPartition EBX bit 12, CpuManagement: this is the host's own partition, for which the
 *     bit above is always clear and means nothing
 */
public record HyperVFeatures(
    boolean referenceCounter,
    boolean referenceTscPage,
    boolean frequencyRegisters,
    boolean reenlightenment,
    boolean accessTscInvariant,
    boolean rootPartition) {

  static HyperVFeatures decode(CpuidLeaf leaf) {
    return new HyperVFeatures(
        bit(leaf.eax(), 1),
        bit(leaf.eax(), 9),
        bit(leaf.eax(), 11) && bit(leaf.edx(), 8),
        bit(leaf.eax(), 13),
        bit(leaf.eax(), 15),
        bit(leaf.ebx(), 12));
  }

  private static boolean bit(int register, int number) {
    return (register >>> number & 1) != 0;
  }
}
