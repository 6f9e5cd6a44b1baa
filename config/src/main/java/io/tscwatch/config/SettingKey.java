package io.tscwatch.config;

import io.tscwatch.config.format.ValueFormat;
import io.tscwatch.config.yaml.YamlMapping;
import io.tscwatch.config.yaml.YamlWriting;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One thing that may be set. Immutable.
 *
 * @param <T> the type of its values
 */
public final class SettingKey<T> {

  /** When a changed value takes effect. */
  public enum Effect {
    /** On reload. */
    AT_ONCE,
    /** When the daemon is started the next time. */
    AT_RESTART
  }

  private final String section;
  private final String name;
  private final Effect effect;
  private final T fallback;
  private final BiFunction<YamlMapping, String, Optional<T>> reading;
  private final Function<T, String> printing;
  private final Function<Settings, T> view;

  private SettingKey(
      String path,
      Effect effect,
      T fallback,
      BiFunction<YamlMapping, String, Optional<T>> reading,
      Function<T, String> printing,
      Function<Settings, T> view) {
    int dot = path.indexOf('.');
    this.section = path.substring(0, dot);
    this.name = path.substring(dot + 1);
    this.effect = effect;
    this.fallback = fallback;
    this.reading = reading;
    this.printing = printing;
    this.view = view;
  }

  /** A key with one value, its default written as in a file. */
  static <T> SettingKey<T> single(
      String path,
      ValueFormat<T> format,
      String fallback,
      Effect effect,
      Function<Settings, T> view) {
    return new SettingKey<>(
        path,
        effect,
        format.parse(fallback),
        (section, name) -> section.optional(name, format),
        value -> YamlWriting.scalar(format.print(value)),
        view);
  }

  /** A key with a list of values, by default without any. */
  static <T> SettingKey<List<T>> list(
      String path, ValueFormat<T> format, Effect effect, Function<Settings, List<T>> view) {
    return new SettingKey<>(
        path,
        effect,
        List.of(),
        (section, name) -> section.optionalList(name, format),
        values ->
            values.stream()
                .map(value -> YamlWriting.scalar(format.print(value)))
                .collect(Collectors.joining(", ", "[", "]")),
        view);
  }

  /** A key with a list of mappings, by default without any. */
  static <T> SettingKey<List<T>> mappings(
      String path,
      Function<List<YamlMapping>, List<T>> reading,
      Function<List<T>, String> printing,
      Effect effect,
      Function<Settings, List<T>> view) {
    return new SettingKey<>(
        path,
        effect,
        List.of(),
        (section, name) -> section.node(name).map(node -> reading.apply(section.mappings(name))),
        printing,
        view);
  }

  /** The section it stands in, such as {@code http}. */
  public String section() {
    return section;
  }

  /** Its name within the section, such as {@code listen}. */
  public String name() {
    return name;
  }

  /** {@code section.name}. */
  public String path() {
    return section + "." + name;
  }

  /** When a changed value takes effect. */
  public Effect effect() {
    return effect;
  }

  /** Its value where nothing is configured. */
  public T fallback() {
    return fallback;
  }

  /** Its value in the given settings. */
  public T of(Settings settings) {
    return view.apply(settings);
  }

  /** Its value in the given settings, written as in a file. */
  public String printed(Settings settings) {
    return printing.apply(of(settings));
  }

  /** What a file says; mistakes are noted in the file's problems. */
  Optional<T> read(YamlMapping section) {
    return reading.apply(section, name);
  }

  @Override
  public String toString() {
    return path();
  }
}
