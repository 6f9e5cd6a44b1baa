package io.tscwatch.checks.reference;

/**
 * Which clock is to be read, and how.
 *
 * @param kind what kind of clock
 * @param index N of {@code /dev/ptpN}; 0 for all other kinds
 * @param cpu the CPU whose counter is read before and after; of one series always the same
 * @param tries how many brackets are taken, of which the narrowest counts, 1 to {@value #MAX_TRIES}
 * @param slowCycles brackets wider than this are counted as slow
 * @param tscKilohertz the TSC's frequency while it is the kernel's clocksource, else 0: lets a PTP
 *     clock's bracket be narrowed by the kernel's own time stamps
 */
public record ClockQuestion(
    ClockKind kind, int index, int cpu, int tries, long slowCycles, long tscKilohertz) {

  public static final int MAX_TRIES = 64;

  public ClockQuestion {
    if (tries < 1 || tries > MAX_TRIES) {
      throw new IllegalArgumentException("a clock is read 1 to 64 times, not " + tries);
    }
    if (slowCycles < 0 || tscKilohertz < 0 || cpu < 0 || index < 0) {
      throw new IllegalArgumentException("a number of the question is negative");
    }
  }
}
