package io.tscwatch.config.format;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One of the constants of an enum, written in lower case with hyphens: {@code COUNT_ONLY} is {@code
 * count-only}.
 */
public final class ChoiceFormat<E extends Enum<E>> implements ValueFormat<E> {

  private final Map<String, E> choices = new LinkedHashMap<>();

  /** The format of all constants of one enum. */
  public ChoiceFormat(Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      choices.put(print(constant), constant);
    }
  }

  @Override
  public E parse(String text) {
    E choice = choices.get(text.strip());
    if (choice == null) {
      throw new WrongValueException(
          "is not one of the choices",
          expected(),
          Nearest.of(text.strip(), choices.keySet()).orElse(""));
    }
    return choice;
  }

  @Override
  public String print(E value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String expected() {
    return "one of " + String.join(", ", choices.keySet());
  }
}
