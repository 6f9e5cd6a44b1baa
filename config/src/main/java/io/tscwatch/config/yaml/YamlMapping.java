package io.tscwatch.config.yaml;

import io.tscwatch.config.format.BooleanFormat;
import io.tscwatch.config.format.ChoiceFormat;
import io.tscwatch.config.format.IntegerFormat;
import io.tscwatch.config.format.Nearest;
import io.tscwatch.config.format.QuantityFormat;
import io.tscwatch.config.format.TextFormat;
import io.tscwatch.config.format.ValueFormat;
import io.tscwatch.config.format.WrongValueException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A mapping of keys to nodes, asked for its values one by one. A wrong value does not stop the
 * reading: the problem is noted and a stand-in is returned, so that one run finds every mistake.
 * {@link #finish()} then says whether anything that was returned may be used.
 *
 * <pre>{@code
 * YamlMapping scenario = YamlReader.read("two-sockets.yaml", bytes);
 * long seconds = scenario.requiredInteger("cpus", 1, 4096);
 * for (YamlMapping event : scenario.mappings("events")) {
 *   long atNanos = event.requiredDuration("at", 0, MAX_NANOS);
 * }
 * scenario.finish(); // throws if there was any mistake, unknown keys included
 * }</pre>
 *
 * <p>A key with nothing after its colon counts as not given. Not safe for use by many threads: it
 * remembers which keys were asked for, because all others are unknown.
 */
public final class YamlMapping implements YamlNode {

  /** A key's place and its value. */
  record Entry(Position keyPosition, YamlNode value) {}

  private final Position position;
  private final String path;
  private final Map<String, Entry> entries;
  private final Problems problems;
  private final Set<String> asked = new LinkedHashSet<>();
  private final Set<YamlMapping> below = new LinkedHashSet<>();

  YamlMapping(Position position, String path, Map<String, Entry> entries, Problems problems) {
    this.position = position;
    this.path = path;
    this.entries = entries;
    this.problems = problems;
  }

  @Override
  public Position position() {
    return position;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String noun() {
    return "a mapping";
  }

  /** The problems of the whole document, shared by all its mappings. */
  public Problems problems() {
    return problems;
  }

  /** All keys as written. Asking counts for none of them: each must still be asked for. */
  public List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  /** The value of a key; empty if it is not given. */
  public Optional<YamlNode> node(String key) {
    asked.add(key);
    return Optional.ofNullable(entries.get(key))
        .map(Entry::value)
        .filter(value -> !(value instanceof YamlScalar scalar && scalar.isNull()));
  }

  /** Where a key's value stands; where the mapping begins if the key is not given. */
  public Position positionOf(String key) {
    return node(key).map(YamlNode::position).orElse(position);
  }

  /** A single value in the given format; empty if the key is not given or its value is wrong. */
  public <T> Optional<T> optional(String key, ValueFormat<T> format) {
    return node(key).flatMap(node -> parsed(node, format));
  }

  /** A single value in the given format; the stand-in if it is missing or wrong. */
  public <T> T required(String key, ValueFormat<T> format, T standIn) {
    if (node(key).isEmpty()) {
      missing(key, format.expected());
    }
    return optional(key, format).orElse(standIn);
  }

  /** A duration within a range, in nanoseconds; {@code minNanos} if it is missing or wrong. */
  public long requiredDuration(String key, long minNanos, long maxNanos) {
    return required(key, QuantityFormat.DURATION.between(minNanos, maxNanos), minNanos);
  }

  /** A duration within a range, in nanoseconds. */
  public Optional<Long> optionalDuration(String key, long minNanos, long maxNanos) {
    return optional(key, QuantityFormat.DURATION.between(minNanos, maxNanos));
  }

  /** A whole number within a range; {@code min} if it is missing or wrong. */
  public long requiredInteger(String key, long min, long max) {
    return required(key, new IntegerFormat(min, max), min);
  }

  /** A whole number within a range. */
  public Optional<Long> optionalInteger(String key, long min, long max) {
    return optional(key, new IntegerFormat(min, max));
  }

  /** A line of text; the empty text if it is missing or wrong. */
  public String requiredText(String key) {
    return required(key, TextFormat.LINE, "");
  }

  /** A line of text. */
  public Optional<String> optionalText(String key) {
    return optional(key, TextFormat.LINE);
  }

  /** {@code true} or {@code false}. */
  public Optional<Boolean> optionalBoolean(String key) {
    return optional(key, BooleanFormat.BOOLEAN);
  }

  /** One of an enum's constants, in lower case with hyphens. */
  public <E extends Enum<E>> Optional<E> optionalChoice(String key, Class<E> type) {
    return optional(key, new ChoiceFormat<>(type));
  }

  /** A list of single values; empty if the key is not given. Wrong elements are left out. */
  public <T> Optional<List<T>> optionalList(String key, ValueFormat<T> format) {
    return node(key)
        .flatMap(node -> sequence(node, "a list, each element " + format.expected()))
        .map(list -> list.stream().flatMap(node -> parsed(node, format).stream()).toList());
  }

  /** A list of mappings; no element if the key is not given. Other elements are left out. */
  public List<YamlMapping> mappings(String key) {
    List<YamlMapping> children =
        node(key).flatMap(node -> sequence(node, "a list of mappings")).orElse(List.of()).stream()
            .flatMap(node -> mapping(node).stream())
            .toList();
    below.addAll(children);
    return children;
  }

  /** The mapping below a key; one without keys if it is not given or is no mapping. */
  public YamlMapping section(String key) {
    YamlMapping child =
        node(key)
            .flatMap(this::mapping)
            .orElseGet(() -> new YamlMapping(positionOf(key), pathOf(key), Map.of(), problems));
    below.add(child);
    return child;
  }

  /** Notes a problem of one's own about a key: a value that does not fit another, for example. */
  public void problem(String key, String message, String expected) {
    Optional<YamlNode> node = node(key);
    String value = node.map(YamlMapping::quotable).orElse("");
    problems.add(new YamlProblem(positionOf(key), pathOf(key), value, message, expected, ""));
  }

  /**
   * Ends the reading of this mapping and of all that were asked for below it: notes every key that
   * was not asked for.
   *
   * @throws InvalidYamlException if the whole document has any problem
   */
  public void finish() throws InvalidYamlException {
    reportUnknownKeys(key -> "");
    problems.throwIfAny();
  }

  /**
   * Notes every key, here and below, that was not asked for. To be called once.
   *
   * @param elsewhere tells for a key that resembles none of this mapping's what else may have been
   *     meant; the empty text if nothing
   */
  public void reportUnknownKeys(UnaryOperator<String> elsewhere) {
    entries.forEach(
        (key, entry) -> {
          if (!asked.contains(key)) {
            String meant = Nearest.of(key, asked).orElseGet(() -> elsewhere.apply(key));
            String expected = meant.isEmpty() ? "one of " + String.join(", ", asked) : "";
            problems.add(
                new YamlProblem(
                    entry.keyPosition(), pathOf(key), "", "unknown key", expected, meant));
          }
        });
    below.forEach(mapping -> mapping.reportUnknownKeys(elsewhere));
  }

  private <T> Optional<T> parsed(YamlNode node, ValueFormat<T> format) {
    if (!(node instanceof YamlScalar scalar) || scalar.isNull()) {
      wrongKind(node, format.expected());
      return Optional.empty();
    }
    try {
      return Optional.of(format.parse(scalar.text()));
    } catch (WrongValueException e) {
      String message = Quoted.text(scalar.text()) + " " + e.why();
      problems.add(
          new YamlProblem(
              node.position(),
              node.path(),
              quotable(node),
              message,
              e.expected(),
              e.suggestion().orElse("")));
      return Optional.empty();
    }
  }

  private Optional<List<YamlNode>> sequence(YamlNode node, String expected) {
    if (node instanceof YamlSequence sequence) {
      return Optional.of(sequence.nodes());
    }
    wrongKind(node, expected);
    return Optional.empty();
  }

  private Optional<YamlMapping> mapping(YamlNode node) {
    if (node instanceof YamlMapping mapping) {
      return Optional.of(mapping);
    }
    wrongKind(node, "a mapping of keys to values");
    return Optional.empty();
  }

  private void wrongKind(YamlNode node, String expected) {
    String value = quotable(node);
    String subject = value.isEmpty() ? "this" : Quoted.text(value);
    String message = subject + " is " + node.noun();
    problems.add(new YamlProblem(node.position(), node.path(), value, message, expected, ""));
  }

  private void missing(String key, String expected) {
    problems.add(new YamlProblem(position, pathOf(key), "", "this key is missing", expected, ""));
  }

  private static String quotable(YamlNode node) {
    return node instanceof YamlScalar scalar ? Quoted.withoutPassword(scalar.text()) : "";
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
