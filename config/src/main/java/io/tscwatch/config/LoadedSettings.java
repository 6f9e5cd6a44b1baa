package io.tscwatch.config;

import io.tscwatch.config.yaml.Position;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Valid settings and where they come from.
 *
 * @param settings what holds
 * @param origins for each key path that a file gives, where; other keys have their defaults
 * @param files the files that were read, in order; none if nothing is configured
 */
public record LoadedSettings(Settings settings, Map<String, Position> origins, List<Path> files) {

  private static final int WIDEST = 80;

  public LoadedSettings {
    origins = Map.copyOf(origins);
    files = List.copyOf(files);
  }

  /** Where a key is given; empty if it has its default. */
  public Optional<Position> origin(SettingKey<?> key) {
    return Optional.ofNullable(origins.get(key.path()));
  }

  /** All settings as a YAML file that gives the same settings, each key with its origin. */
  public String toYaml() {
    // A long list does not push everybody's origin out of sight.
    int width =
        SettingKeys.all().stream()
            .mapToInt(key -> line(key).length())
            .filter(length -> length <= WIDEST)
            .max()
            .orElse(0);
    StringBuilder text = new StringBuilder();
    String section = "";
    for (SettingKey<?> key : SettingKeys.all()) {
      if (!key.section().equals(section)) {
        section = key.section();
        text.append(section).append(":\n");
      }
      String line = line(key);
      text.append(line).append(" ".repeat(Math.max(0, width - line.length()))).append("  # ");
      text.append(origin(key).map(at -> at.file() + ":" + at.line()).orElse("default"));
      text.append('\n');
    }
    return text.toString();
  }

  private String line(SettingKey<?> key) {
    return "  " + key.name() + ": " + key.printed(settings);
  }
}
