/**
 * The clocks that a hypervisor shows its guest as memory: the kvmclock page and the vmclock page.
 *
 * <p>Enters: the bytes of a page, read by others. Leaves: {@link
 * io.tscwatch.checks.kvm.KvmclockPage}, {@link io.tscwatch.checks.kvm.VmclockPage} and the {@code
 * kvm.*} findings of a guest.
 */
package io.tscwatch.checks.kvm;
