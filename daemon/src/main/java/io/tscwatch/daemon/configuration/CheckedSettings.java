package io.tscwatch.daemon.configuration;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tscwatch.config.LoadedSettings;
import io.tscwatch.config.SettingsSource;
import io.tscwatch.config.yaml.InvalidYamlException;
import io.tscwatch.config.yaml.Position;
import io.tscwatch.config.yaml.YamlProblem;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What one attempt to load settings came to.
 *
 * @param outcome right, wrong or unreadable
 * @param loaded present exactly when right
 * @param problems none exactly when right
 */
record CheckedSettings(
    Outcome outcome, Optional<LoadedSettings> loaded, List<YamlProblem> problems) {

  /** The three ways in which it may end. */
  enum Outcome {
    RIGHT,
    WRONG,
    UNREADABLE
  }

  static CheckedSettings of(SettingsSource source) {
    try {
      return new CheckedSettings(Outcome.RIGHT, Optional.of(source.load()), List.of());
    } catch (InvalidYamlException e) {
      return new CheckedSettings(Outcome.WRONG, Optional.empty(), e.problems());
    } catch (IOException e) {
      return new CheckedSettings(
          Outcome.UNREADABLE, Optional.empty(), List.of(unreadable(source.file(), e)));
    }
  }

  private static YamlProblem unreadable(Path file, IOException e) {
    String reason = String.valueOf(e.getMessage());
    if (e instanceof NoSuchFileException missing) {
      return unreadable(missing.getFile(), "there is no such file");
    }
    if (e instanceof AccessDeniedException denied) {
      return unreadable(denied.getFile(), "this user may not read it");
    }
    return unreadable(file.toString(), "it cannot be read: " + reason);
  }

  private static YamlProblem unreadable(String file, String message) {
    return new YamlProblem(Position.wholeFile(file), "", "", message, "", "");
  }

  /** One line for each problem, or one that says which files are right. */
  String toText() {
    return loaded.map(CheckedSettings::rightLine).orElseGet(this::problemLines);
  }

  private static String rightLine(LoadedSettings right) {
    String files = right.files().stream().map(Path::toString).collect(Collectors.joining(", "));
    return files.isEmpty() ? "no file: the defaults hold\n" : files + ": right\n";
  }

  private String problemLines() {
    return problems.stream().map(problem -> problem + "\n").collect(Collectors.joining());
  }

  /**
   * One object: {@code valid} and {@code problems}, each with file, line, column, key, value,
   * message, expected and suggestion; null where there is none.
   */
  String toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeBooleanField("valid", loaded.isPresent());
      json.writeArrayFieldStart("problems");
      for (YamlProblem problem : problems) {
        write(json, problem);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.append('\n').toString();
  }

  private static void write(JsonGenerator json, YamlProblem problem) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", problem.position().file());
    writePlace(json, "line", problem.position().line());
    writePlace(json, "column", problem.position().column());
    writeText(json, "key", problem.key());
    writeText(json, "value", problem.value());
    writeText(json, "message", problem.message());
    writeText(json, "expected", problem.expected());
    writeText(json, "suggestion", problem.suggestion());
    json.writeEndObject();
  }

  private static void writePlace(JsonGenerator json, String name, int place) throws IOException {
    if (place == 0) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, place);
    }
  }

  private static void writeText(JsonGenerator json, String name, String text) throws IOException {
    if (text.isEmpty()) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, text);
    }
  }
}
