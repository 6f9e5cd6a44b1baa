package io.tscwatch.bench.laboratory;

/**
 * What a variant of the exchange's loop does otherwise. The numbers are those of {@code enum
 * tw_lab_variant}.
 */
public enum Variant {
  PLAIN(0, "as in the kernel: LFENCE;RDTSC, a pair of lines a side"),
  RDTSCP(1, "RDTSCP for LFENCE;RDTSC"),
  NEIGHBOURS(2, "lines 64 bytes apart"),
  ONE_LINE(3, "both stamps in one line"),
  PREFETCHW(4, "PREFETCHW of the own line before the load"),
  PREFETCHW_LATE(5, "PREFETCHW of the own line after the load"),
  PAUSE(6, "PAUSE after each sample"),
  FRESH(7, "waits for a new stamp (strict alternation)"),
  DRAIN(8, "MFENCE after the store"),
  JITTER(9, "0 to 7 PAUSEs after each sample, at random"),
  ONE_WAY(10, "one direction at a time, in turns of 2^15 cycles"),
  ONE_LINE_OWNED(11, "both stamps in one line, taken for writing before the load"),
  RING(12, "eight lines a side, each waited for"),
  MIXED(13, "both stamps in one line, and a line each, in turns of 2^16 cycles");

  private final int number;
  private final String wording;

  Variant(int number, String wording) {
    this.number = number;
    this.wording = wording;
  }

  /** What the C harness calls it. */
  int number() {
    return number;
  }

  /** What it is called in the report. */
  public String wording() {
    return wording;
  }
}
