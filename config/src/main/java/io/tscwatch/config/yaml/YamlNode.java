package io.tscwatch.config.yaml;

/** A piece of a YAML document that knows where it stands. */
public sealed interface YamlNode permits YamlMapping, YamlSequence, YamlScalar {

  /** Where it begins. */
  Position position();

  /** The keys that lead to it: {@code http.allowed-hosts[2]}; empty for the document itself. */
  String path();

  /** What it is, with its article, for messages. */
  String noun();
}
