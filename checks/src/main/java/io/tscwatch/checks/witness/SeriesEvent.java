package io.tscwatch.checks.witness;

/** What the newest sample of a series proved, besides a rate. */
public sealed interface SeriesEvent {

  /**
   * The clock left the line that it was on, against the TSC: one of the two stepped.
   *
   * @param nanos by how much at least, positive if the clock gained on the TSC
   */
  record Step(long nanos) implements SeriesEvent {}

  /**
   * The clock stood still, or nearly so, while the TSC went on.
   *
   * @param nanos how much it lost at least
   */
  record Stall(long nanos) implements SeriesEvent {}

  /**
   * The series ended without a proof of anything, and begins anew.
   *
   * @param reason one clause, for people
   */
  record Ended(String reason) implements SeriesEvent {}
}
