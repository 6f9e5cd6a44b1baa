package io.tscwatch.bench.witnesses;

import java.util.List;

/**
 * What reading other clocks costs, and what they told of planted faults.
 *
 * @param observedSeconds how long this machine's clocks were followed
 * @param budgetPartsPerMillion the share of one CPU that reading them may take
 * @param sharePartsPerMillion what it took, at the daemon's intervals
 * @param vote what the clocks of this machine say of its TSC
 * @param steering whether CLOCK_REALTIME runs as adjtimex says; empty if that cannot be seen
 * @param steeringAgrees whether the two agree
 * @param clocks that were looked for
 * @param cases that were simulated
 */
public record WitnessesResult(
    long observedSeconds,
    long budgetPartsPerMillion,
    long sharePartsPerMillion,
    String vote,
    String steering,
    boolean steeringAgrees,
    List<Clock> clocks,
    List<Case> cases) {

  public WitnessesResult {
    clocks = List.copyOf(clocks);
    cases = List.copyOf(cases);
  }

  /**
   * One clock of this machine.
   *
   * @param name such as {@code hpet}
   * @param present whether it could be read
   * @param standing whether it votes
   * @param source what it derives from
   * @param why how it is read, or why it is not
   * @param remedy what to load or install where it is absent
   * @param minPicosPerSecond the TSC's rate against it, at least
   * @param maxPicosPerSecond the same, at most; both 0 if it is not known
   * @param readouts single readouts that were timed, each the first of its thread
   * @param medianNanos of those
   * @param p99Nanos of those
   * @param worstNanos of those
   * @param keptNanos width of the bracket that a look keeps, the narrowest of five, median of looks
   * @param looks how many those were
   * @param cpuNanosPerLook CPU time of a look
   * @param intervalNanos from one look to the next, in the daemon
   */
  public record Clock(
      String name,
      boolean present,
      String standing,
      String source,
      String why,
      String remedy,
      long minPicosPerSecond,
      long maxPicosPerSecond,
      int readouts,
      double medianNanos,
      double p99Nanos,
      double worstNanos,
      double keptNanos,
      int looks,
      double cpuNanosPerLook,
      long intervalNanos) {

    /** Its share of one CPU, in parts per million. */
    double partsPerMillion() {
      return cpuNanosPerLook * 1e6 / intervalNanos;
    }
  }

  /**
   * One case, on a simulated machine.
   *
   * @param scenario the name of the built-in scenario
   * @param planted what is wrong there
   * @param expected what has to come of it
   * @param outcome what came of it
   * @param verdict on the TSC at the end
   * @param asExpected whether outcome and verdict are as expected
   * @param toldAfterNanos from the fault until it was told; -1 if there is nothing to tell
   * @param witness whose interval is shown
   * @param minPicosPerSecond the TSC's rate against it when it was told, at least
   * @param maxPicosPerSecond the same, at most
   * @param lastMinPicosPerSecond the same at the end
   * @param lastMaxPicosPerSecond the same at the end
   * @param falseFindings what was found and is not there
   */
  public record Case(
      String scenario,
      String planted,
      String expected,
      String outcome,
      String verdict,
      boolean asExpected,
      long toldAfterNanos,
      String witness,
      long minPicosPerSecond,
      long maxPicosPerSecond,
      long lastMinPicosPerSecond,
      long lastMaxPicosPerSecond,
      List<String> falseFindings) {

    public Case {
      falseFindings = List.copyOf(falseFindings);
    }
  }
}
