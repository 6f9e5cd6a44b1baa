package io.tscwatch.config.yaml;

/**
 * A single value.
 *
 * @param text as written, without quotes
 * @param isNull true if nothing, {@code ~} or {@code null} was written
 */
public record YamlScalar(Position position, String path, String text, boolean isNull)
    implements YamlNode {

  @Override
  public String noun() {
    return isNull ? "nothing" : "a single value";
  }
}
