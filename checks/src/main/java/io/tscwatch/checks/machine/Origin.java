package io.tscwatch.checks.machine;

/**
 * Where a reading comes from. Everything that is shown says so when it is not the real machine.
 *
 * @param kind real, simulated or replayed
 * @param label a few words: the scenario's name, the record's file; {@code this machine} if real
 */
public record Origin(Kind kind, String label) {

  /** The three sources of readings. */
  public enum Kind {
    REAL,
    SIMULATED,
    REPLAYED
  }

  public static final Origin THIS_MACHINE = new Origin(Kind.REAL, "this machine");
}
