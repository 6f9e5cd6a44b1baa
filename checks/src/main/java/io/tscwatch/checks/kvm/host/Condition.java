package io.tscwatch.checks.kvm.host;

/**
 * The conditions of the master clock, by which KVM grants a stable kvmclock
 * (pvclock_update_vm_gtod_copy(), arch/x86/kvm/x86.c): "host_tsc_clocksource && vcpus_matched &&
 * !backwards_tsc_observed && !boot_vcpu_runs_old_kvmclock". The last one is the guest's own doing
 * (MSR 0x12) and never fails for a guest that does nothing. In the order in which they are looked
 * at.
 */
public enum Condition {
  /** The host's clocksource is computed from the TSC. */
  HOST_CLOCKSOURCE_IS_TSC,
  /** All vCPUs' TSCs were set alike: one offset, one rate. */
  VCPU_TSCS_MATCH,
  /** No TSC was seen to go back. */
  NO_BACKWARD_TSC
}
