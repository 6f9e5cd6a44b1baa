package io.tscwatch.checks.kvm.host;

/**
 * Why the host could not be asked.
 *
 * @param kind which of the known reasons
 * @param reason a sentence with the system's own words
 * @param remedy what would help; empty if nothing is known to
 */
public record NoProbe(Kind kind, String reason, String remedy) {

  /** The reasons, each with another remedy. */
  public enum Kind {
    /** There is no such device, or no driver behind it. */
    NO_DEVICE,
    /** The device is there and this process may not open it. */
    NOT_PERMITTED,
    /** The device is not KVM, or one of an unknown interface. */
    NOT_KVM,
    /** KVM made no machine: virtualisation is switched off, in use by others, or restricted. */
    VM_REFUSED,
    /** KVM made a machine and refused a step of setting it up. */
    SETUP_REFUSED,
    /** This process may have no more memory, files or threads. */
    NO_RESOURCES,
    /** RDTSC is disabled for this process (prctl PR_SET_TSC). */
    TSC_DISABLED,
    /** The native library could not be loaded. */
    NO_LIBRARY
  }
}
