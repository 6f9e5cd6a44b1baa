package io.tscwatch.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tscwatch.bench.experiment.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What has been measured so far: one JSON file for each experiment, in a folder. A file is there in
 * whole or not at all, so a run that was interrupted goes on with what is missing.
 */
final class Pieces {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final Path folder;

  Pieces(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
  }

  private Path file(String name) {
    return folder.resolve(name + ".json");
  }

  /** Whether there is a result of this name. */
  boolean has(String name) {
    return Files.exists(file(name));
  }

  /** The result of an experiment; empty if it has none, or one of another version of itself. */
  <R> Optional<R> read(Experiment<R> experiment) throws IOException {
    if (!has(experiment.name())) {
      return Optional.empty();
    }
    return read(experiment.name(), experiment.resultType());
  }

  <R> Optional<R> read(String name, Class<R> type) throws IOException {
    try {
      return Optional.of(JSON.readValue(file(name).toFile(), type));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Keeps a result. */
  void write(String name, Object result) throws IOException {
    Path next = folder.resolve(name + ".json.new");
    Files.write(next, JSON.writeValueAsBytes(result));
    Files.move(
        next, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Forgets a result. */
  void forget(String name) throws IOException {
    Files.deleteIfExists(file(name));
  }

  /** Writes all results of the given names into one file, each under its name. */
  void join(Iterable<String> names, Path to) throws IOException {
    ObjectNode all = JSON.createObjectNode();
    for (String name : names) {
      if (has(name)) {
        all.set(name, JSON.readTree(file(name).toFile()));
      }
    }
    Files.write(to, JSON.writeValueAsBytes(all));
  }
}
