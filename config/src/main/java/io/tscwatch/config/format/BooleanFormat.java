package io.tscwatch.config.format;

import java.util.Locale;
import java.util.Map;

/** {@code true} or {@code false}, nothing else: YAML's other spellings differ between versions. */
public final class BooleanFormat implements ValueFormat<Boolean> {

  public static final BooleanFormat BOOLEAN = new BooleanFormat();

  private static final Map<String, String> MEANT =
      Map.of(
          "yes", "true", "on", "true", "1", "true", "y", "true", "true", "true", "no", "false",
          "off", "false", "0", "false", "n", "false", "false", "false");

  private BooleanFormat() {}

  @Override
  public Boolean parse(String text) {
    return switch (text.strip()) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default ->
          throw new WrongValueException(
              "is not a truth value",
              expected(),
              MEANT.getOrDefault(text.strip().toLowerCase(Locale.ROOT), ""));
    };
  }

  @Override
  public String print(Boolean value) {
    return value.toString();
  }

  @Override
  public String expected() {
    return "true or false";
  }
}
