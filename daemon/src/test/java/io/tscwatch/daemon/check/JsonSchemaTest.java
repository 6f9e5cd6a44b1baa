package io.tscwatch.daemon.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tscwatch.daemon.scenario.ScenarioFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonSchemaTest {

  private static final String SCHEMA_TEXT = Run.of("check", "--schema").out();
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SCHEMA_TEXT, InputFormat.JSON);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The machine of 2048 CPUs takes seconds, and is no other document. */
  static Stream<String> scenarios() {
    return ScenarioFile.builtIn().stream().filter(name -> !name.startsWith("2048"));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void whatIsSaidOfEveryScenarioIsValid(String name) {
    Run run = Run.of("check", "--simulate", name, "--format", "json");

    assertThat(SCHEMA.validate(run.out(), InputFormat.JSON)).isEmpty();
    assertThat(JSON.readTree(run.out()).at("/machine/kind").asString()).isEqualTo("simulated");
  }

  @Test
  void whatIsSaidOfTheRealMachineIsValid() {
    Run run = Run.of("check", "--format", "json", "--sweeps", "2");

    assertThat(SCHEMA.validate(run.out(), InputFormat.JSON)).isEmpty();
  }

  @Test
  void whatIsSaidOfTooFewCpusIsValid() {
    Run run = Run.of("check", "--simulate", "no-msr", "--format", "json", "--cpus", "3");

    assertThat(SCHEMA.validate(run.out(), InputFormat.JSON)).isEmpty();
    assertThat(JSON.readTree(run.out()).get("verdict").asString()).isEqualTo("UNKNOWN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"verdict\" : \"UNRELIABLE\"=>\"verdict\" : \"BROKEN\"",
        "\"elapsedNanos\"=>\"elapsed\"",
        "\"kind\" : \"simulated\"=>\"kind\" : \"imagined\"",
        "\"severity\" : \"critical\"=>\"severity\" : \"bad\"",
        "\"estimateCycles\"=>\"guessCycles\"",
        "\"warnings\" : =>\"extra\" : 1, \"warnings\" : "
      })
  void aDocumentThatDiffersIsRefused(String change) {
    String out = Run.of("check", "--simulate", "one-cpu-500-ahead", "--format", "json").out();
    String[] fromTo = change.split("=>", 2);
    assertThat(out).contains(fromTo[0]);

    String changed = out.replace(fromTo[0], fromTo[1]);

    assertThat(SCHEMA.validate(changed, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void everyObjectOfTheSchemaIsClosed() {
    assertClosed(JSON.readTree(SCHEMA_TEXT));
  }

  private static void assertClosed(JsonNode node) {
    if (node.path("type").asString("").equals("object")) {
      assertThat(node.path("additionalProperties").isBoolean()).as(node.toString()).isTrue();
      assertThat(node.path("additionalProperties").asBoolean()).isFalse();
    }
    node.forEach(JsonSchemaTest::assertClosed);
  }
}
