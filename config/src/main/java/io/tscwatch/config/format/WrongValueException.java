package io.tscwatch.config.format;

import java.util.Optional;

/** A text that is not a value of its {@link ValueFormat}, with all that is needed to correct it. */
public final class WrongValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final String why;
  private final String expected;
  private final String suggestion;

  /**
   * A wrong value for which a correction can be guessed.
   *
   * @param why what is wrong, as words that follow the quoted value: {@code has no unit}
   * @param expected what is allowed, as words that follow "expected"
   * @param suggestion a right value that was probably meant; empty if there is no good guess
   */
  public WrongValueException(String why, String expected, String suggestion) {
    super(
        why
            + "; expected "
            + expected
            + (suggestion.isEmpty() ? "" : "; did you mean '" + suggestion + "'?"));
    this.why = why;
    this.expected = expected;
    this.suggestion = suggestion;
  }

  /** A wrong value for which nothing can be guessed. */
  public WrongValueException(String why, String expected) {
    this(why, expected, "");
  }

  /** What is wrong, as words that follow the quoted value. */
  public String why() {
    return why;
  }

  /** What is allowed, as words that follow "expected". */
  public String expected() {
    return expected;
  }

  /** A right value that was probably meant. */
  public Optional<String> suggestion() {
    return suggestion.isEmpty() ? Optional.empty() : Optional.of(suggestion);
  }
}
