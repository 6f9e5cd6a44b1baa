package io.tscwatch.daemon.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** The parameters of a request: known ones only, each at most once. */
record Query(Map<String, String> values) {

  /**
   * What a query string says.
   *
   * @param raw as it stood after the question mark; may be null, as Jetty gives it
   * @param known the names that this route has
   * @throws ProblemException with 400, if a name is not known or comes twice
   */
  static Query parse(@Nullable String raw, List<String> known) {
    Map<String, String> values = new LinkedHashMap<>();
    if (raw != null && !raw.isEmpty()) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
        if (!known.contains(name)) {
          throw new ProblemException(
              HttpStatus.BAD_REQUEST_400,
              known.isEmpty()
                  ? "There are no parameters here."
                  : "The parameters here are: " + String.join(", ", known) + ".");
        }
        if (values.putIfAbsent(name, value) != null) {
          throw new ProblemException(
              HttpStatus.BAD_REQUEST_400, "The parameter " + name + " is given twice.");
        }
      }
    }
    return new Query(values);
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * A whole number.
   *
   * @throws ProblemException with 400, if it is none or out of range
   */
  int number(String name, int least, int most, int otherwise) {
    Optional<String> value = value(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    if (value.get().matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(value.get());
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new ProblemException(
        HttpStatus.BAD_REQUEST_400, name + " has to be a number from " + least + " to " + most);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(HttpStatus.BAD_REQUEST_400, "The query is not encoded right.");
    }
  }
}
