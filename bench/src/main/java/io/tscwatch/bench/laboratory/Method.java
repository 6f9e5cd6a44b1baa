package io.tscwatch.bench.laboratory;

/** Ways to tell whether two counters agree. The numbers are those of {@code enum tw_lab_method}. */
public enum Method {
  EXCHANGE(0, "tscwatch: exchange"),
  LOCKED(1, "lock-protected last value (Linux, Xen)"),
  LOCKLESS(2, "lockless last value (OpenBSD)"),
  RENDEZVOUS(3, "rendezvous samples (FreeBSD)"),
  PING_PONG(4, "ping-pong, best of N (user space)"),
  VARIANT(5, "variant of the exchange's loop");

  private final int number;
  private final String wording;

  Method(int number, String wording) {
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
