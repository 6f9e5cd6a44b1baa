package io.tscwatch.checks.finding;

/**
 * What independent clocks said of the TSC's rate, reduced to what other evidence has to be weighed
 * against: the kernel's complaint that another clock disagreed with it.
 */
public enum ReferenceVote {
  /** At least one independent source agrees with the TSC, and fewer disagree. */
  TSC_CONFIRMED,
  /** Two independent sources or more agree with each other and not with the TSC. */
  TSC_OUT,
  /** Nobody was asked, or too few to tell. */
  UNDECIDED
}
