package io.tscwatch.checks.simulate;

import io.tscwatch.checks.cpuid.CpuidLeaf;
import io.tscwatch.checks.simulate.Platform.Hypervisor;
import io.tscwatch.checks.simulate.Platform.Vendor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The CPUID leaves of a simulated CPU: those that bear on the TSC. */
final class PlatformCpuid {

  private static final int CRYSTAL_HERTZ = 25_000_000;

  private PlatformCpuid() {}

  static List<CpuidLeaf> of(Platform platform, long khz) {
    boolean intel = platform.vendor() == Vendor.INTEL;
    boolean guest = platform.hypervisor() != Hypervisor.NONE;
    List<CpuidLeaf> leaves = new ArrayList<>();
    leaves.add(vendorLeaf(platform.vendor(), intel ? 0x16 : 0x10));
    // Leaf 1: family and model of a Sapphire Rapids or a Genoa; EDX bit 4 TSC; ECX bit 31
    // hypervisor.
    leaves.add(
        new CpuidLeaf(1, 0, intel ? 0x000806F8 : 0x00A10F11, 0, guest ? 1 << 31 : 0, 1 << 4));
    leaves.add(new CpuidLeaf(7, 0, 0, platform.tscAdjust() ? 1 << 1 : 0, 0, 0));
    if (intel && !guest) {
      // Leaf 0x15: TSC hertz = ECX x EBX / EAX.
      long numerator = khz * 1000 * 2 / CRYSTAL_HERTZ;
      leaves.add(new CpuidLeaf(0x15, 0, 2, (int) numerator, CRYSTAL_HERTZ, 0));
      leaves.add(new CpuidLeaf(0x16, 0, (int) (khz / 1000), (int) (khz / 1000), 100, 0));
    }
    addHypervisor(platform, khz, leaves);
    leaves.add(new CpuidLeaf(0x80000000, 0, 0x80000008, 0, 0, 0));
    leaves.add(new CpuidLeaf(0x80000001, 0, 0, 0, 0, 1 << 27)); // RDTSCP
    leaves.add(new CpuidLeaf(0x80000007, 0, 0, 0, 0, platform.invariantTsc() ? 1 << 8 : 0));
    return List.copyOf(leaves);
  }

  /** Leaf 0 has its signature in EBX, EDX, ECX. */
  private static CpuidLeaf vendorLeaf(Vendor vendor, int maxLeaf) {
    ByteBuffer text = ascii(vendor.signature);
    return new CpuidLeaf(0, 0, maxLeaf, text.getInt(0), text.getInt(8), text.getInt(4));
  }

  /** Hypervisor leaves have theirs in EBX, ECX, EDX. */
  private static void addHypervisor(Platform platform, long khz, List<CpuidLeaf> leaves) {
    if (platform.hypervisor() == Hypervisor.NONE) {
      return;
    }
    ByteBuffer text = ascii(platform.hypervisor().signature);
    boolean vmware = platform.hypervisor() == Hypervisor.VMWARE;
    leaves.add(
        new CpuidLeaf(
            0x40000000,
            0,
            vmware ? 0x40000010 : 0x40000001,
            text.getInt(0),
            text.getInt(4),
            text.getInt(8)));
    if (platform.hypervisor() == Hypervisor.KVM) {
      // KVM_FEATURE_CLOCKSOURCE 0, CLOCKSOURCE2 3, CLOCKSOURCE_STABLE_BIT 24.
      int features = 1 | 1 << 3 | (platform.kvmStable() ? 1 << 24 : 0);
      leaves.add(new CpuidLeaf(0x40000001, 0, features, 0, 0, 0));
    }
    if (vmware) {
      leaves.add(new CpuidLeaf(0x40000010, 0, (int) khz, 66_000, 0, 0));
    }
  }

  private static ByteBuffer ascii(String twelve) {
    return ByteBuffer.wrap(twelve.getBytes(StandardCharsets.US_ASCII))
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
