package io.tscwatch.config.format;

/**
 * One way to write values of one type. Immutable and safe for use by many threads; printing and
 * parsing again gives an equal value.
 */
public interface ValueFormat<T> {

  /**
   * Reads a value. White space around it is not part of it.
   *
   * @throws WrongValueException if the text is no such value, or one out of range
   */
  T parse(String text);

  /** The text that {@link #parse} reads as this value, in its usual spelling. */
  String print(T value);

  /** What may be written, as words that complete "expected ...". */
  String expected();
}
