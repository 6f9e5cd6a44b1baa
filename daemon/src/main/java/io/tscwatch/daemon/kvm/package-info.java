/**
 * {@code tscwatch kvm}: what KVM says of the TSC, on a host and in a guest, and the arithmetic of a
 * precise migration.
 *
 * <p>Enters: the machine, /dev/kvm, records of migrations. Leaves: text or JSON, and an exit code.
 */
package io.tscwatch.daemon.kvm;
