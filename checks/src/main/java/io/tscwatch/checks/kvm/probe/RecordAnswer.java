package io.tscwatch.checks.kvm.probe;

import io.tscwatch.checks.kvm.host.NoProbe;
import io.tscwatch.checks.kvm.migration.MigrationRecord;
import io.tscwatch.checks.kvm.migration.Refusal;

/** What recording a machine's clocks gave. */
public sealed interface RecordAnswer {

  /** The clocks of one instant. */
  record Recorded(MigrationRecord record) implements RecordAnswer {}

  /** There is no KVM to ask. */
  record NotAsked(NoProbe why) implements RecordAnswer {}

  /** The source's record does not fit to this host. */
  record Refused(Refusal why) implements RecordAnswer {}

  /**
   * KVM runs the machine, and does not tell what a record needs.
   *
   * @param kind which of the known reasons
   * @param reason a sentence with KVM's own words
   */
  record Unrecordable(Kind kind, String reason) implements RecordAnswer {}

  /** Why a machine that runs cannot be recorded. */
  enum Kind {
    /** A vCPU did not run to its halt. */
    VCPU_DID_NOT_RUN,
    /** KVM_GET_CLOCK failed, or gives no host TSC and time with the clock: it is not stable. */
    NO_CLOCK_PAIR,
    /** There is no KVM_VCPU_TSC_OFFSET, or no frequency. */
    NO_OFFSET,
    /** The vCPUs have more than one offset. */
    OFFSETS_DIFFER,
    /** The offset that is declared is not the one that the guest sees. */
    OFFSET_MISDECLARED,
    /** KVM_SET_CLOCK failed. */
    CLOCK_NOT_SET,
    /** KVM_VCPU_TSC_OFFSET could not be written, or was taken and not kept. */
    OFFSET_NOT_KEPT
  }
}
