/**
 * The arithmetic of a precise migration: the TSC offset that a guest needs on another host, and
 * whether its TSC went on without a step (Documentation/virt/kvm/devices/vcpu.rst,
 * KVM_VCPU_TSC_OFFSET).
 *
 * <p>Enters: two {@link io.tscwatch.checks.kvm.migration.MigrationRecord}. Leaves: {@link
 * io.tscwatch.checks.kvm.migration.MigrationAnswer}, by exact integer arithmetic.
 */
package io.tscwatch.checks.kvm.migration;
