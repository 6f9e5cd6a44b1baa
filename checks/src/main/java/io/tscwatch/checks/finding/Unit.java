package io.tscwatch.checks.finding;

/** The unit of a number in a finding. */
public enum Unit {
  CYCLES("cycles"),
  NANOSECONDS("ns"),
  PICOSECONDS_PER_SECOND("ps/s"),
  KILOHERTZ("kHz"),
  COUNT("");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  public String symbol() {
    return symbol;
  }
}
