package io.tscwatch.checks.exchange;

/** How one pair exchange ended. Only {@link #MEASURED} carries bounds. */
public enum ExchangeOutcome {
  /** Both directions have at least one certified sample. */
  MEASURED("measured"),
  /** One side's thread was not given its CPU within the start timeout. */
  NOT_SCHEDULED("a thread was not scheduled on its CPU in time"),
  /** The kernel refused to pin a thread (cpuset, affinity, or the CPU is offline). */
  AFFINITY_REFUSED("the kernel refused to pin a thread to its CPU"),
  /** A side lost its CPU while measuring: taken offline, or its affinity was changed. */
  CPU_LOST("a side lost its CPU while measuring"),
  /** Both sides ran, but no block of samples could be certified in both directions. */
  NO_SAMPLES("no block of samples could be certified"),
  /** The kernel refused a thread or memory. */
  NO_RESOURCES("the kernel refused a thread or memory"),
  /** The counter could not be read: RDTSC traps (PR_SET_TSC, CR4.TSD). */
  TSC_DISABLED("RDTSC is disabled for this process"),
  /**
   * One CPU's own counter went back between two of its readings, as a suspend or the restoring of a
   * guest does to all of them: stamps from before cannot be compared with readings from after.
   */
  WENT_BACK(
      "the counter of a side went back while measuring: a suspend, a restored guest, a write");

  private final String sentence;

  ExchangeOutcome(String sentence) {
    this.sentence = sentence;
  }

  /** A few words that complete "the pair was not measured because ...". */
  public String sentence() {
    return sentence;
  }
}
