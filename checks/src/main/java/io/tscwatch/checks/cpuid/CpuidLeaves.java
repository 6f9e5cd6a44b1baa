package io.tscwatch.checks.cpuid;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CPUID leaves as they were read, and which of them mean anything.
 *
 * <p>A leaf beyond the highest one does not return zeros: an Intel CPU returns the data of its
 * highest basic leaf instead (Intel SDM volume 2, CPUID). So {@link #find} answers only within the
 * range that the CPU declares.
 */
public final class CpuidLeaves {

  /** A leaf and its subleaf. */
  public record Request(int leaf, int subleaf) {

    /** By hand: see {@link io.tscwatch.checks.schedule.CpuPair#equals}. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Request request && leaf == request.leaf && subleaf == request.subleaf;
    }

    @Override
    public int hashCode() {
      return 31 * leaf + subleaf;
    }
  }

  static final int VENDOR = 0;
  static final int FEATURES = 1;
  static final int STRUCTURED_FEATURES = 7;
  static final int CRYSTAL = 0x15;
  static final int BASE_FREQUENCY = 0x16;
  static final int EXTENDED_MAX = 0x8000_0000;
  static final int EXTENDED_FEATURES = 0x8000_0001;
  static final int ADVANCED_POWER = 0x8000_0007;
  static final int EXTENDED_FEATURES_2 = 0x8000_0021;

  /**
   * Where hypervisors begin; a second interface follows 0x100 later (Xen or KVM under viridian).
   */
  static final List<Integer> HYPERVISOR_BASES = List.of(0x4000_0000, 0x4000_0100, 0x4000_0200);

  /** All leaves that bear on the TSC, for whoever executes CPUID. */
  public static final List<Request> WANTED = wanted();

  private final Map<Request, CpuidLeaf> leaves = new HashMap<>();

  /** Indexes the leaves; of two with the same number the first counts. */
  public CpuidLeaves(List<CpuidLeaf> read) {
    for (CpuidLeaf leaf : read) {
      leaves.putIfAbsent(new Request(leaf.leaf(), leaf.subleaf()), leaf);
    }
  }

  private static List<Request> wanted() {
    List<Request> wanted = new ArrayList<>();
    for (int leaf : new int[] {VENDOR, FEATURES, STRUCTURED_FEATURES, CRYSTAL, BASE_FREQUENCY}) {
      wanted.add(new Request(leaf, 0));
    }
    for (int base : HYPERVISOR_BASES) {
      for (int offset = 0; offset <= 0x10; offset++) {
        wanted.add(new Request(base + offset, 0));
      }
      // The time leaf of Xen has three parts.
      wanted.add(new Request(base + 3, 1));
      wanted.add(new Request(base + 3, 2));
    }
    for (int leaf :
        new int[] {
          EXTENDED_MAX, EXTENDED_FEATURES, ADVANCED_POWER, 0x8000_0008, EXTENDED_FEATURES_2
        }) {
      wanted.add(new Request(leaf, 0));
    }
    return Collections.unmodifiableList(wanted);
  }

  /** A leaf that was read and lies within the range that the CPU declares. */
  Optional<CpuidLeaf> find(int leaf) {
    return inRange(leaf) ? raw(leaf, 0) : Optional.empty();
  }

  /** A leaf as it was read, whether or not it means anything. */
  Optional<CpuidLeaf> raw(int leaf, int subleaf) {
    return Optional.ofNullable(leaves.get(new Request(leaf, subleaf)));
  }

  /** The highest basic leaf; 0 if leaf 0 was not read. */
  int highestBasic() {
    return raw(VENDOR, 0).map(CpuidLeaf::eax).orElse(0);
  }

  private boolean inRange(int leaf) {
    if (leaf >= 0) {
      return leaf < 0x4000_0000 && leaf <= highestBasic();
    }
    int highest = raw(EXTENDED_MAX, 0).map(CpuidLeaf::eax).orElse(0);
    // Garbage of a CPU without extended leaves has not the upper bit set.
    return highest < 0 && Integer.compareUnsigned(leaf, highest) <= 0;
  }
}
