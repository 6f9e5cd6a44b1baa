package io.tscwatch.bench.experiment;

/** This machine has not what an experiment needs; the message says what, for the report. */
public final class UnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String sentence;

  /**
   * An experiment cannot be made.
   *
   * @param sentence says what is missing
   */
  public UnavailableException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /** Says what is missing. */
  public String sentence() {
    return sentence;
  }
}
