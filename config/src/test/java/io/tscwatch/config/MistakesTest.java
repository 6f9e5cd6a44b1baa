package io.tscwatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tscwatch.config.yaml.InvalidYamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code mistakes/NAME.yaml} has the messages that it must give, all of them, in {@code
 * mistakes/NAME.expected}: one a line, each with its line, column and key. A first line {@code
 * schema} says that the JSON schema must refuse the file too.
 */
class MistakesTest {

  private static final Path FOLDER = Path.of("src/test/resources/mistakes");
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(PublishedFile.SCHEMA.text(), InputFormat.JSON);

  static Stream<String> mistakes() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.substring(0, name.length() - ".yaml".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void everyMistakeIsNamedWithItsPlace(String name) throws IOException {
    Path file = FOLDER.resolve(name + ".yaml");
    List<String> expected = Files.readAllLines(FOLDER.resolve(name + ".expected"));
    boolean schemaRefuses = expected.get(0).equals("schema");

    InvalidYamlException e =
        catchThrowableOfType(InvalidYamlException.class, () -> SettingsSource.named(file).load());

    assertThat(e).isNotNull();
    assertThat(e.problems())
        .extracting(problem -> problem.toString().replace(FOLDER + "/", ""))
        .containsExactlyElementsOf(expected.subList(schemaRefuses ? 1 : 0, expected.size()));
    if (schemaRefuses) {
      assertThat(SCHEMA.validate(Files.readString(file), InputFormat.YAML)).isNotEmpty();
    }
  }
}
