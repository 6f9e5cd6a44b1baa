package io.tscwatch.checks.kvm.host;

import java.util.List;
import java.util.OptionalLong;

/**
 * Whether all vCPUs see the host's TSC plus one and the same offset.
 *
 * @param state what is proven
 * @param lowerCycles of {@link State#ONE_OFFSET}: the least offset that all vCPUs can have
 * @param upperCycles the greatest
 * @param declaredCycles what KVM declares for all of them, where it does and it is the same
 */
public record OffsetAgreement(
    State state, long lowerCycles, long upperCycles, OptionalLong declaredCycles) {

  /** What the bounds prove. */
  public enum State {
    /** The bounds of all vCPUs have offsets in common. */
    ONE_OFFSET,
    /** The bounds of two vCPUs exclude each other. */
    OFFSETS_DIFFER,
    /** The bounds of one vCPU exclude each other: its offset moved while it ran. */
    OFFSET_MOVED,
    /** A vCPU did not run. */
    NOT_SEEN
  }

  static OffsetAgreement of(List<VcpuReading> vcpus) {
    if (vcpus.isEmpty() || !vcpus.stream().allMatch(VcpuReading::ran)) {
      return new OffsetAgreement(State.NOT_SEEN, 0, 0, OptionalLong.empty());
    }
    long lower = vcpus.get(0).offsetLowerCycles();
    long upper = vcpus.get(0).offsetUpperCycles();
    boolean moved = false;
    for (VcpuReading vcpu : vcpus) {
      moved |= vcpu.offsetUpperCycles() - vcpu.offsetLowerCycles() < 0;
      // Offsets may be anywhere in 64 bits: differences are compared, not values.
      lower += Math.max(0, vcpu.offsetLowerCycles() - lower);
      upper += Math.min(0, vcpu.offsetUpperCycles() - upper);
    }
    State state =
        moved ? State.OFFSET_MOVED : upper - lower < 0 ? State.OFFSETS_DIFFER : State.ONE_OFFSET;
    return new OffsetAgreement(state, lower, upper, declared(vcpus));
  }

  private static OptionalLong declared(List<VcpuReading> vcpus) {
    List<Long> declared =
        vcpus.stream().flatMap(vcpu -> vcpu.declaredOffsetCycles().toOptional().stream()).toList();
    return declared.size() == vcpus.size() && declared.stream().distinct().count() == 1
        ? OptionalLong.of(declared.get(0))
        : OptionalLong.empty();
  }
}
