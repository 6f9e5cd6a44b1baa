/**
 * Asks a KVM host by a virtual machine of one page: the only place here that touches /dev/kvm.
 *
 * <p>Enters: the device, and for a rehearsed migration the source's record. Leaves: {@link
 * io.tscwatch.checks.kvm.host.HostReading} and {@link
 * io.tscwatch.checks.kvm.migration.MigrationRecord}, raw. Nothing here judges.
 */
package io.tscwatch.checks.kvm.probe;
