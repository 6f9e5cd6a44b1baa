package io.tscwatch.checks.simulate;

/**
 * What the hardware and the hypervisor say of themselves.
 *
 * @param vendor which CPUID vendor
 * @param hypervisor which hypervisor, if any
 * @param invariantTsc CPUID 0x80000007 EDX bit 8
 * @param tscAdjust CPUID 7 EBX bit 1
 * @param kvmStable KVM's CPUID bit 24 and the page's PVCLOCK_TSC_STABLE_BIT; KVM guests only
 * @param vmclock whether the hypervisor gives a vmclock device
 */
public record Platform(
    Vendor vendor,
    Hypervisor hypervisor,
    boolean invariantTsc,
    boolean tscAdjust,
    boolean kvmStable,
    boolean vmclock) {

  /** The maker of the CPU. */
  public enum Vendor {
    INTEL("GenuineIntel"),
    AMD("AuthenticAMD");

    final String signature;

    Vendor(String signature) {
      this.signature = signature;
    }
  }

  /** What the machine runs on. */
  public enum Hypervisor {
    NONE(""),
    KVM("KVMKVMKVM\0\0\0"),
    HYPERV("Microsoft Hv"),
    VMWARE("VMwareVMware"),
    XEN("XenVMMXenVMM");

    final String signature;

    Hypervisor(String signature) {
      this.signature = signature;
    }
  }

  /** A server of Intel's without a hypervisor. */
  public static final Platform INTEL =
      new Platform(Vendor.INTEL, Hypervisor.NONE, true, true, false, false);

  /** A server of AMD's without a hypervisor and without TSC_ADJUST. */
  public static final Platform AMD =
      new Platform(Vendor.AMD, Hypervisor.NONE, true, false, false, false);

  /** A KVM guest whose host vouches for the TSC. */
  public static final Platform KVM_GUEST =
      new Platform(Vendor.INTEL, Hypervisor.KVM, true, true, true, false);

  /** Whether the kernel has a kvmclock page. */
  public boolean kvmclock() {
    return hypervisor == Hypervisor.KVM;
  }

  public Platform withInvariantTsc(boolean invariant) {
    return new Platform(vendor, hypervisor, invariant, tscAdjust, kvmStable, vmclock);
  }

  public Platform withTscAdjust(boolean present) {
    return new Platform(vendor, hypervisor, invariantTsc, present, kvmStable, vmclock);
  }

  public Platform withKvmStable(boolean stable) {
    return new Platform(vendor, hypervisor, invariantTsc, tscAdjust, stable, vmclock);
  }

  public Platform withVmclock(boolean present) {
    return new Platform(vendor, hypervisor, invariantTsc, tscAdjust, kvmStable, present);
  }
}
