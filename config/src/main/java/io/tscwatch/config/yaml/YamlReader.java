package io.tscwatch.config.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one YAML document into located nodes. What is well-formed but refused (duplicate keys,
 * anchors, aliases, tags) is noted in the document's {@link Problems} and reading goes on; what is
 * not YAML ends the reading at once.
 */
public final class YamlReader {

  /** Far more than anybody writes by hand; bounds time and memory. */
  public static final int MAX_BYTES = 1 << 20;

  /** How deep mappings and lists may be nested. */
  public static final int MAX_DEPTH = 16;

  private final String file;
  private final YAMLParser parser;
  private final Problems problems = new Problems();
  private int depth;

  private YamlReader(String file, YAMLParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * Reads a document whose top level is a mapping. One without any content is an empty mapping.
   *
   * @param file the file's name, for messages
   * @param bytes the content, at most {@link #MAX_BYTES}
   * @throws InvalidYamlException if it is too large, not UTF-8, not YAML or not a mapping
   */
  public static YamlMapping read(String file, byte[] bytes) throws InvalidYamlException {
    if (bytes.length > MAX_BYTES) {
      String message = "the file has " + bytes.length + " bytes";
      throw YamlText.wrong(Position.wholeFile(file), message, "at most " + MAX_BYTES + " bytes");
    }
    return read(file, YamlText.decode(file, bytes));
  }

  /** As {@link #read(String, byte[])}, from text. */
  public static YamlMapping read(String file, String text) throws InvalidYamlException {
    YamlText.checkPrintable(file, text);
    try (YAMLParser parser = new YAMLFactory().createParser(text)) {
      return new YamlReader(file, parser).document();
    } catch (JsonProcessingException e) {
      throw new InvalidYamlException(List.of(SyntaxProblem.of(file, e)));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private YamlMapping document() throws IOException, InvalidYamlException {
    if (parser.nextToken() == null) {
      return emptyDocument(new Position(file, 1, 1));
    }
    YamlNode root = node("");
    if (parser.nextToken() != null) {
      problem(position(), "", "a second document begins here", "one document");
    }
    if (root instanceof YamlMapping mapping) {
      return mapping;
    }
    if (root instanceof YamlScalar scalar && scalar.isNull()) {
      return emptyDocument(root.position());
    }
    problem(root.position(), "", "this is " + root.noun(), "a mapping of keys to values");
    throw new InvalidYamlException(problems.inOrder());
  }

  private YamlMapping emptyDocument(Position position) {
    return new YamlMapping(position, "", Map.of(), problems);
  }

  /** Reads the node whose first token is current, and leaves its last token current. */
  private YamlNode node(String path) throws IOException, InvalidYamlException {
    Position position = position();
    refuseTag(position, path);
    if (++depth > MAX_DEPTH) {
      problem(position, path, "nested too deeply", "at most " + MAX_DEPTH + " levels");
      throw new InvalidYamlException(problems.inOrder());
    }
    YamlNode node =
        switch (parser.currentToken()) {
          case START_OBJECT -> mapping(position, path);
          case START_ARRAY -> sequence(position, path);
          default -> scalar(position, path);
        };
    depth--;
    return node;
  }

  /** An alias becomes a value that is not given, so that it makes no second problem. */
  private YamlScalar scalar(Position position, String path) throws IOException {
    boolean alias = parser.isCurrentAlias();
    if (alias) {
      problem(position, path, "the alias *" + parser.getText() + " is not allowed", "a value");
    }
    boolean isNull = alias || parser.currentToken() == JsonToken.VALUE_NULL;
    return new YamlScalar(position, path, parser.getText(), isNull);
  }

  private YamlMapping mapping(Position start, String path)
      throws IOException, InvalidYamlException {
    refuseAnchor(start, path);
    Map<String, YamlMapping.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Position keyPosition = position();
      String key = parser.currentName();
      String keyPath = path.isEmpty() ? key : path + "." + key;
      parser.nextToken();
      YamlMapping.Entry entry = new YamlMapping.Entry(keyPosition, node(keyPath));
      YamlMapping.Entry first = entries.putIfAbsent(key, entry);
      if (first != null) {
        int line = first.keyPosition().line();
        problem(keyPosition, keyPath, "this key was already given on line " + line, "");
      }
    }
    return new YamlMapping(start, path, entries, problems);
  }

  private YamlSequence sequence(Position start, String path)
      throws IOException, InvalidYamlException {
    refuseAnchor(start, path);
    List<YamlNode> nodes = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      nodes.add(node(path + "[" + nodes.size() + "]"));
    }
    return new YamlSequence(start, path, nodes);
  }

  private void refuseTag(Position position, String path) throws IOException {
    if (parser.getTypeId() != null) {
      String tag = parser.getTypeId().replace("tag:yaml.org,2002:", "!");
      problem(position, path, "the tag !" + tag + " is not allowed", "no tag");
    }
  }

  /**
   * Only where a collection begins: the parser does not tell the anchors of single values. They do
   * no harm, as every alias that could use them is refused.
   */
  private void refuseAnchor(Position position, String path) throws IOException {
    if (parser.getObjectId() != null) {
      String anchor = parser.getObjectId();
      problem(position, path, "the anchor &" + anchor + " is not allowed", "a plain value");
    }
  }

  private void problem(Position position, String path, String message, String expected) {
    problems.add(new YamlProblem(position, path, "", message, expected, ""));
  }

  private Position position() {
    JsonLocation location = parser.currentTokenLocation();
    return new Position(file, location.getLineNr(), location.getColumnNr());
  }
}
