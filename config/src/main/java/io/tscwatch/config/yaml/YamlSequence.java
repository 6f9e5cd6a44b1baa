package io.tscwatch.config.yaml;

import java.util.List;

/** A list of nodes. */
public record YamlSequence(Position position, String path, List<YamlNode> nodes)
    implements YamlNode {

  public YamlSequence {
    nodes = List.copyOf(nodes);
  }

  @Override
  public String noun() {
    return "a list";
  }
}
