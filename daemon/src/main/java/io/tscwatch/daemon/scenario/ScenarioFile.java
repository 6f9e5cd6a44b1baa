package io.tscwatch.daemon.scenario;

import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.config.yaml.InvalidYamlException;
import io.tscwatch.config.yaml.Position;
import io.tscwatch.config.yaml.YamlProblem;
import io.tscwatch.config.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds and loads scenarios. {@code tscwatch check --simulate one-cpu-drifting-1ppm} takes a
 * built-in one, {@code --simulate ./mine.yaml} a file.
 */
public final class ScenarioFile {

  private static final String INDEX = "names.txt";
  private static final String SUFFIX = ".yaml";

  private ScenarioFile() {}

  /** The names of the built-in scenarios, in the order in which they are best read. */
  public static List<String> builtIn() {
    return new String(resource(INDEX), StandardCharsets.UTF_8).lines().toList();
  }

  /**
   * The text of a built-in scenario, comments included: a good beginning for one's own.
   *
   * @param name one of {@link #builtIn}
   */
  public static String text(String name) {
    if (!builtIn().contains(name)) {
      throw new IllegalArgumentException("no built-in scenario is called " + name);
    }
    return new String(resource(name + SUFFIX), StandardCharsets.UTF_8);
  }

  /**
   * Loads a scenario.
   *
   * @param nameOrPath the name of a built-in scenario, or a file; a file is meant if the text has a
   *     slash or a dot in it
   * @throws NoSuchFileException if there is neither; the message names the built-in ones
   * @throws IOException if the file cannot be read
   * @throws InvalidYamlException with every mistake in it
   */
  public static Scenario load(String nameOrPath) throws IOException, InvalidYamlException {
    boolean isPath = nameOrPath.indexOf('/') >= 0 || nameOrPath.indexOf('.') >= 0;
    if (!isPath && builtIn().contains(nameOrPath)) {
      return parse(nameOrPath, resource(nameOrPath + SUFFIX));
    }
    Path path = Path.of(nameOrPath);
    if (!Files.exists(path)) {
      throw new NoSuchFileException(
          nameOrPath, null, "no such file; built in are " + String.join(", ", builtIn()));
    }
    try (InputStream in = Files.newInputStream(path)) {
      // One byte more than the reader takes, so that it is the reader who refuses a larger file.
      return parse(nameOrPath, in.readNBytes(YamlReader.MAX_BYTES + 1));
    }
  }

  /**
   * Reads a scenario.
   *
   * @param file its name, for messages
   * @throws InvalidYamlException with every mistake in it
   */
  public static Scenario parse(String file, byte[] bytes) throws InvalidYamlException {
    Scenario scenario = ScenarioReader.read(YamlReader.read(file, bytes));
    try {
      new SimulatedMachine(scenario).close();
    } catch (IllegalArgumentException e) {
      // Events that contradict each other: each is right by itself, so no line is to blame.
      Position whole = Position.wholeFile(file);
      throw new InvalidYamlException(
          List.of(new YamlProblem(whole, "events", "", String.valueOf(e.getMessage()), "", "")));
    }
    return scenario;
  }

  private static byte[] resource(String name) {
    try (InputStream in = ScenarioFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: " + name + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("the program cannot be read: " + name, e);
    }
  }
}
