package io.tscwatch.checks.witness;

import io.tscwatch.checks.finding.Wording;

/**
 * Something that a look at a witness showed.
 *
 * @param witness its name
 * @param event what happened
 * @param blame who it was
 */
public record WitnessNews(String witness, SeriesEvent event, Blame blame) {

  /** Who left the line. */
  public enum Blame {
    /** The witness: others went on with the TSC. */
    WITNESS,
    /** The TSC: all independent witnesses left it alike. */
    TSC,
    /** One of the two; nobody else was there to tell. */
    UNDECIDED
  }

  /** One line for people. */
  public String sentence() {
    if (event instanceof SeriesEvent.Step step) {
      return capital(witness)
          + (step.nanos() > 0 ? " gained " : " lost ")
          + Wording.nanos(Math.abs(step.nanos()))
          + " on the TSC at once: "
          + who();
    }
    if (event instanceof SeriesEvent.Stall stall) {
      return capital(witness)
          + " stood still for "
          + Wording.nanos(stall.nanos())
          + " of the TSC: "
          + who();
    }
    return "The comparison of the TSC with "
        + witness
        + " begins anew: "
        + ((SeriesEvent.Ended) event).reason()
        + ".";
  }

  private static String capital(String name) {
    return "The clock " + name;
  }

  private String who() {
    return switch (blame) {
      case WITNESS -> "the other clocks went on with the TSC, so it is this clock's fault.";
      case TSC -> "all independent clocks say so, so it was the TSC.";
      case UNDECIDED -> "which of the two is at fault cannot be told.";
    };
  }
}
