package io.tscwatch.checks.cpuid;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Leaf 0x40000001 of KVM, EAX: what the host offers to its guest
 * (Documentation/virt/kvm/x86/cpuid.rst).
 *
 * @param bits EAX as read
 */
public record KvmFeatures(int bits) {

  private static final int CLOCKSOURCE = 0;
  private static final int CLOCKSOURCE2 = 3;
  private static final int CLOCKSOURCE_STABLE_BIT = 24;

  private static final Map<Integer, String> NAMES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(CLOCKSOURCE, "clocksource"),
              Map.entry(1, "nop_io_delay"),
              Map.entry(2, "mmu_op"),
              Map.entry(CLOCKSOURCE2, "clocksource2"),
              Map.entry(4, "async_pf"),
              Map.entry(5, "steal_time"),
              Map.entry(6, "pv_eoi"),
              Map.entry(7, "pv_unhalt"),
              Map.entry(9, "pv_tlb_flush"),
              Map.entry(10, "async_pf_vmexit"),
              Map.entry(11, "pv_send_ipi"),
              Map.entry(12, "poll_control"),
              Map.entry(13, "pv_sched_yield"),
              Map.entry(14, "async_pf_int"),
              Map.entry(15, "msi_ext_dest_id"),
              Map.entry(16, "hc_map_gpa_range"),
              Map.entry(17, "migration_control"),
              Map.entry(CLOCKSOURCE_STABLE_BIT, "clocksource_stable_bit")));

  static KvmFeatures decode(CpuidLeaf leaf) {
    return new KvmFeatures(leaf.eax());
  }

  /** Kvmclock by the old registers, 0x11 and 0x12. */
  public boolean clocksource() {
    return has(CLOCKSOURCE);
  }

  /** Kvmclock by the registers 0x4b564d00 and 0x4b564d01. */
  public boolean clocksource2() {
    return has(CLOCKSOURCE2);
  }

  /** The host knows PVCLOCK_TSC_STABLE_BIT, so its being clear in the page means something. */
  public boolean clocksourceStableBit() {
    return has(CLOCKSOURCE_STABLE_BIT);
  }

  private boolean has(int bit) {
    return (bits >>> bit & 1) != 0;
  }

  /** The features by name, ascending by bit; an unknown one as {@code bit N}. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      if (has(bit)) {
        names.add(NAMES.getOrDefault(bit, "bit " + bit));
      }
    }
    return List.copyOf(names);
  }
}
