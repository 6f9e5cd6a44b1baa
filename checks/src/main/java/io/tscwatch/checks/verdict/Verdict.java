package io.tscwatch.checks.verdict;

/** What is said of a CPU or of the machine. */
public enum Verdict {
  /** In sync, proven within the limit. */
  RELIABLE,
  /** Too little evidence, or evidence too old. Never shown as good. */
  UNKNOWN,
  /** A fault is proven. */
  UNRELIABLE
}
