package io.tscwatch.config;

import io.tscwatch.config.yaml.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Values of some keys, each with the place it was read at; every other key has its default.
 * Immutable.
 */
final class SettingValues {

  static final SettingValues NONE = new SettingValues(Map.of());

  private record Given(Object value, Position position) {}

  private final Map<SettingKey<?>, Given> given;

  private SettingValues(Map<SettingKey<?>, Given> given) {
    this.given = given;
  }

  /** These values and one more, which replaces an earlier one of the same key. */
  <T> SettingValues with(SettingKey<T> key, T value, Position position) {
    Map<SettingKey<?>, Given> more = new LinkedHashMap<>(given);
    more.put(key, new Given(value, position));
    return new SettingValues(more);
  }

  /** The value of a key. */
  @SuppressWarnings("unchecked") // with() is the only way in, and it takes a T for a key of T
  <T> T get(SettingKey<T> key) {
    Given found = given.get(key);
    return found == null ? key.fallback() : (T) found.value();
  }

  /** Where a key was given; empty if it has its default. */
  Optional<Position> position(SettingKey<?> key) {
    return Optional.ofNullable(given.get(key)).map(Given::position);
  }
}
