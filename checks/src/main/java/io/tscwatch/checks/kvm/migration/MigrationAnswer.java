package io.tscwatch.checks.kvm.migration;

/** What two records give. */
public sealed interface MigrationAnswer {

  /** The offset could be computed. */
  record Computed(Migration migration) implements MigrationAnswer {}

  /** It could not. */
  record Refused(Refusal why) implements MigrationAnswer {}
}
