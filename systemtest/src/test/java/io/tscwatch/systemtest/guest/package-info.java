/**
 * A machine of its own for a scenario: Debian under qemu's software emulation. {@link
 * io.tscwatch.systemtest.guest.Images} has the disk made, {@link
 * io.tscwatch.systemtest.guest.Guest} boots it and runs commands in it.
 *
 * <p>No network and no port: commands go in and answers come out over a virtio serial port that is
 * qemu's standard input and output, so that a guest ends with the process that started it.
 */
package io.tscwatch.systemtest.guest;
