package io.tscwatch.systemtest.guest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;

/**
 * What a command in the guest came to.
 *
 * @param exitCode its own; 124 if it had to be ended because its time was up, 137 if it had to be
 *     killed
 * @param output its standard output
 * @param errors its standard error
 * @param took as the host's clock saw it
 */
public record Answer(int exitCode, String output, String errors, Duration took) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The output as one JSON document. */
  public JsonNode json() {
    try {
      return JSON.readTree(output);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + this, e);
    }
  }

  /** The output without the line feed at its end. */
  public String text() {
    return output.strip();
  }

  @Override
  public String toString() {
    return "exit code " + exitCode + "\n" + output + (errors.isEmpty() ? "" : "\n" + errors);
  }
}
