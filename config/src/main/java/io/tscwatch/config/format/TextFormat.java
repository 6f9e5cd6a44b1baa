package io.tscwatch.config.format;

import java.util.regex.Pattern;

/**
 * A text that must match a pattern as a whole, kept as it is written.
 *
 * @param pattern what is allowed
 * @param noun what it is, with its article: {@code a host name}
 * @param expected what may be written, for messages
 */
public record TextFormat(Pattern pattern, String noun, String expected)
    implements ValueFormat<String> {

  /** Any text that is not blank, on one line. */
  public static final TextFormat LINE =
      new TextFormat(Pattern.compile("\\S(?:[^\\r\\n]*\\S)?"), "a line of text", "a line of text");

  /** A DNS name or an IPv4 address, without a port. */
  public static final TextFormat HOST_NAME =
      new TextFormat(
          Pattern.compile(
              "(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
                  + "(?:\\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*"),
          "a host name",
          "a host name without a port, such as node7.example.org");

  /** A label's name, as the Prometheus data model has it, and its value. */
  public static final TextFormat ALERT_LABEL =
      new TextFormat(
          Pattern.compile(
              "[a-zA-Z_][a-zA-Z0-9_]*=[^\\s,\\[\\]{}](?:[^\\r\\n,\\[\\]{}]*[^\\s,\\[\\]{}])?"),
          "a label",
          "name=value, such as cluster=a");

  @Override
  public String parse(String text) {
    if (!pattern.matcher(text.strip()).matches()) {
      throw new WrongValueException("is not " + noun, expected);
    }
    return text.strip();
  }

  @Override
  public String print(String value) {
    return value;
  }
}
