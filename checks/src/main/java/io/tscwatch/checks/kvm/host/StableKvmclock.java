package io.tscwatch.checks.kvm.host;

/** Whether a guest that is created now would be told that its TSC is stable. */
public enum StableKvmclock {
  GRANTED,
  WITHHELD,
  /** The host does not say. */
  UNKNOWN
}
