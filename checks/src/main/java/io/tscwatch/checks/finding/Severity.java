package io.tscwatch.checks.finding;

/** What one finding does to the verdict. Ordered from least to most. */
public enum Severity {
  /** Worth knowing; does nothing to the verdict. */
  INFO,
  /** The verdict stands, but something should be looked at (exit code 1). */
  WARNING,
  /** Evidence that the verdict needs is missing: it becomes UNKNOWN (exit code 3). */
  UNKNOWN,
  /** A proven fault: the verdict becomes UNRELIABLE (exit code 2). */
  CRITICAL
}
