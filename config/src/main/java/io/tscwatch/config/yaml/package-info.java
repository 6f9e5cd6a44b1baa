/**
 * A strict reader for small YAML files written by people. Bytes enter {@link
 * io.tscwatch.config.yaml.YamlReader}; a tree of located nodes leaves, asked for its values key by
 * key through {@link io.tscwatch.config.yaml.YamlMapping}. Every mistake is collected as a {@link
 * io.tscwatch.config.yaml.YamlProblem} with file, line, column and key, so that one run shows them
 * all. Anchors, aliases, tags, duplicate keys and a second document are refused: none is needed
 * here, and each has surprised people. Uses Jackson's streaming parser only.
 */
package io.tscwatch.config.yaml;
