package io.tscwatch.checks.finding;

/**
 * What the exchange proved about a set of CPUs, reduced to what other evidence has to be weighed
 * against: a register or a log line that suggests a skew, or that denies one.
 */
public enum MeasuredSync {
  /** Proven within the limit. */
  IN_SYNC,
  /** Proven apart by more than what is tolerated. */
  OUT_OF_SYNC,
  /** Not measured, or not resolved: says nothing either way. */
  NOT_MEASURED
}
