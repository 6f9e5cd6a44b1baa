package io.tscwatch.config.yaml;

/**
 * One mistake in a file, with all that is needed to find and correct it.
 *
 * @param position where it is
 * @param key the full path of the key, such as {@code http.listen}; empty if it has none
 * @param value the value as written; empty if it is not about a value
 * @param message what is wrong, a sentence without its full stop
 * @param expected what is allowed, as words that follow "expected"; may be empty
 * @param suggestion what was probably meant; empty if there is no good guess
 */
public record YamlProblem(
    Position position,
    String key,
    String value,
    String message,
    String expected,
    String suggestion) {

  /** {@code file:line:column: key: message; expected ...; did you mean '...'?}, on one line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(position).append(": ");
    if (!key.isEmpty()) {
      text.append(key).append(": ");
    }
    text.append(message);
    if (!expected.isEmpty()) {
      text.append("; expected ").append(expected);
    }
    if (!suggestion.isEmpty()) {
      text.append("; did you mean '").append(suggestion).append("'?");
    }
    return text.toString();
  }
}
