package io.tscwatch.systemd.journal;

/** The fields of tscwatch's journal entries. Values are text; numbers are decimal. */
public enum JournalField {
  /** The CPUs it is about, as the kernel writes lists: {@code 7} or {@code 0-3,7}. */
  CPU,
  /** A finding's code: {@code skew.warp}. */
  FINDING,
  /** A finding's severity: INFO, WARNING, UNKNOWN or CRITICAL. */
  SEVERITY,
  /** The verdict from now on: RELIABLE, UNKNOWN or UNRELIABLE. */
  VERDICT,
  /** The verdict until now. */
  VERDICT_BEFORE,
  /** Estimate of the CPU's offset in nanoseconds: the middle of the proven bounds. */
  OFFSET_NS,
  /** Proven: the offset is not less than this. */
  OFFSET_LOWER_NS,
  /** Proven: the offset is not more than this. */
  OFFSET_UPPER_NS,
  /** Where it was seen: a file, a register, a log line quoted. */
  EVIDENCE,
  /** What to do about it. */
  ADVICE,
  /** Why it happened, or what exactly went wrong. */
  REASON,
  /** The file or database that it is about. */
  PATH,
  /** Who is to be alerted: the name of a target. */
  TARGET,
  /** The clocksource from now on. */
  CLOCKSOURCE,
  /** The clocksource until now. */
  CLOCKSOURCE_BEFORE,
  /** The clocksource that was to be written. */
  CLOCKSOURCE_WANTED,
  /** The version of tscwatch. */
  VERSION,
  /** How the daemon runs: what enforce.mode says (off, advise or act), or simulate. */
  MODE,
  /** How many like lines were left out before this one. */
  SUPPRESSED;

  /** The name in the journal: {@code TSCWATCH_CPU}. */
  public String key() {
    return "TSCWATCH_" + name();
  }
}
