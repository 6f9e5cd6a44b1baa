package io.tscwatch.checks.kvm.host;

/** What asking a KVM host gave: its raw answers, or the named reason why there are none. */
public sealed interface HostAnswer {

  /** The host answered. */
  record Asked(HostReading reading) implements HostAnswer {}

  /** The host could not be asked. */
  record NotAsked(NoProbe why) implements HostAnswer {}
}
