/**
 * The clock that a KVM host shows its guest, against the guest's own.
 *
 * <p>Enters: kvmclock pages with time samples, read by others. Leaves: bounds of how far the two
 * clocks are apart, and the proof of a step.
 */
package io.tscwatch.checks.kvm.guest;
