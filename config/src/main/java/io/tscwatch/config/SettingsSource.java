package io.tscwatch.config;

import io.tscwatch.config.format.Nearest;
import io.tscwatch.config.yaml.InvalidYamlException;
import io.tscwatch.config.yaml.Position;
import io.tscwatch.config.yaml.Problems;
import io.tscwatch.config.yaml.YamlMapping;
import io.tscwatch.config.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where settings are read from: one file, then every {@code *.yaml} in the folder of its name with
 * {@code .d} added, in the order of their names. A key given later replaces the same key given
 * earlier; lists are replaced as a whole.
 *
 * <p>Immutable. Each {@link #load()} reads anew, so a daemon keeps its source for reloading.
 *
 * @param file the main file
 * @param mayBeMissing whether its absence means the defaults, rather than a mistake
 */
public record SettingsSource(Path file, boolean mayBeMissing) {

  private static final Path STANDARD_FILE = Path.of("/etc/tscwatch/tscwatch.yaml");

  /** The file of an installed tscwatch; without it the defaults hold. */
  public static SettingsSource standard() {
    return new SettingsSource(STANDARD_FILE, true);
  }

  /** A file that was named by somebody, and so must be there. */
  public static SettingsSource named(Path file) {
    return new SettingsSource(file, false);
  }

  /**
   * Reads and checks all files.
   *
   * @throws InvalidYamlException with every mistake in all of them
   * @throws IOException if a file is missing or cannot be read
   */
  public LoadedSettings load() throws InvalidYamlException, IOException {
    Problems problems = new Problems();
    SettingValues values = SettingValues.NONE;
    List<Path> files = files();
    for (Path each : files) {
      try {
        YamlMapping root = YamlReader.read(each.toString(), bytes(each));
        values = merged(values, root);
        root.reportUnknownKeys(SettingsSource::elsewhere);
        problems.addAll(root.problems().inOrder());
      } catch (InvalidYamlException e) {
        problems.addAll(e.problems());
      }
    }
    // On top of other mistakes these rules would judge values that nobody wrote.
    if (problems.isEmpty()) {
      SettingRules.check(values, problems);
    }
    problems.throwIfAny();
    return loaded(values, files);
  }

  private static LoadedSettings loaded(SettingValues values, List<Path> files) {
    Map<String, Position> origins = new LinkedHashMap<>();
    for (SettingKey<?> key : SettingKeys.all()) {
      values.position(key).ifPresent(position -> origins.put(key.path(), position));
    }
    return new LoadedSettings(SettingKeys.settings(values), origins, files);
  }

  private static SettingValues merged(SettingValues earlier, YamlMapping root) {
    Map<String, YamlMapping> sections = new LinkedHashMap<>();
    SettingValues values = earlier;
    for (SettingKey<?> key : SettingKeys.all()) {
      YamlMapping section = sections.computeIfAbsent(key.section(), root::section);
      values = with(values, key, section);
    }
    return values;
  }

  private static <T> SettingValues with(
      SettingValues values, SettingKey<T> key, YamlMapping section) {
    return key.read(section)
        .map(value -> values.with(key, value, section.positionOf(key.name())))
        .orElse(values);
  }

  /** The path of the key that a misplaced one is probably meant to be. */
  private static String elsewhere(String name) {
    Map<String, String> paths = new LinkedHashMap<>();
    SettingKeys.all().forEach(key -> paths.put(key.name(), key.path()));
    return Nearest.of(name, paths.keySet()).map(paths::get).orElse("");
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    // Not "exists": a file that this process may not even look at is no reason for the defaults.
    if (!mayBeMissing || !Files.notExists(file)) {
      files.add(file);
    }
    Path folder = file.resolveSibling(file.getFileName() + ".d");
    if (Files.isDirectory(folder)) {
      List<Path> dropIns = new ArrayList<>();
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "[!.]*.yaml")) {
        found.forEach(dropIns::add);
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
      dropIns.sort(null);
      files.addAll(dropIns);
    }
    return files;
  }

  /** One byte more than the reader allows is enough for it to refuse the file. */
  private static byte[] bytes(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + " is a folder");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(YamlReader.MAX_BYTES + 1);
    }
  }
}
