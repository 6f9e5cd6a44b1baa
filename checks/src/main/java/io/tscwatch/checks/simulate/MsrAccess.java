package io.tscwatch.checks.simulate;

/** What happens to a read of {@code /dev/cpu/N/msr}. */
public enum MsrAccess {
  /** It works. */
  READABLE,
  /** The msr module is not loaded: there is no such device. */
  NO_DEVICE,
  /** The device exists and this process may not open it. */
  DENIED,
  /** The CPU has no such register: the read fails with EIO. */
  UNSUPPORTED
}
