package io.tscwatch.config.format;

import java.util.Optional;

/**
 * A value that may be absent, its absence written as a word such as {@code none} or {@code all}.
 *
 * @param keyword what is written for the empty value
 * @param format how a present value is written; must not accept the keyword
 */
public record OrKeyword<T>(String keyword, ValueFormat<T> format)
    implements ValueFormat<Optional<T>> {

  @Override
  public Optional<T> parse(String text) {
    if (text.strip().equals(keyword)) {
      return Optional.empty();
    }
    try {
      return Optional.of(format.parse(text));
    } catch (WrongValueException e) {
      throw new WrongValueException(e.why(), expected(), e.suggestion().orElse(""));
    }
  }

  @Override
  public String print(Optional<T> value) {
    return value.map(format::print).orElse(keyword);
  }

  @Override
  public String expected() {
    return keyword + ", or " + format.expected();
  }
}
