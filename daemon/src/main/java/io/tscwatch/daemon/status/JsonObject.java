package io.tscwatch.daemon.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A JSON object that came from elsewhere: what is missing, null or of another type than expected is
 * empty. Data binding would do the same and take longer to start than all the rest.
 */
public record JsonObject(Map<String, Object> fields) {

  /** One without fields. */
  public static final JsonObject EMPTY = new JsonObject(Map.of());

  /**
   * Reads a document.
   *
   * @throws IOException if it is no JSON, or no object
   */
  public static JsonObject parse(byte[] json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no JSON object");
      }
      return object(parser);
    }
  }

  private static JsonObject object(JsonParser parser) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      value(parser).ifPresent(value -> fields.put(name, value));
    }
    return new JsonObject(fields);
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    List<Object> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      value(parser).ifPresent(values::add);
    }
    return values;
  }

  private static Optional<Object> value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> Optional.of(object(parser));
      case START_ARRAY -> Optional.of(array(parser));
      case VALUE_STRING -> Optional.of(parser.getText());
      case VALUE_NUMBER_INT -> Optional.of(parser.getLongValue());
      case VALUE_TRUE -> Optional.of(true);
      case VALUE_FALSE -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** A string, with what could control a terminal taken out; empty if there is none. */
  public Optional<String> text(String name) {
    return fields.get(name) instanceof String text
        ? Optional.of(text.replaceAll("\\p{Cntrl}+", " "))
        : Optional.empty();
  }

  /** A whole number; empty if there is none. */
  public OptionalLong number(String name) {
    return fields.get(name) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
  }

  /** The whole numbers of an array. */
  public List<Long> numbers(String name) {
    if (!(fields.get(name) instanceof List<?> list)) {
      return List.of();
    }
    return list.stream().filter(Long.class::isInstance).map(Long.class::cast).toList();
  }

  /** Whether a field is true. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(fields.get(name));
  }

  /** An object; empty if there is none. */
  public Optional<JsonObject> object(String name) {
    return fields.get(name) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }

  /** The objects of an array. */
  public List<JsonObject> objects(String name) {
    if (!(fields.get(name) instanceof List<?> list)) {
      return List.of();
    }
    return list.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList();
  }
}
