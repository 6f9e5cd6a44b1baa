package io.tscwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PublishedFileTest {

  private static final String DEFAULT_FILE = PublishedFile.DEFAULT_FILE.text();
  private static final String UNCOMMENTED = DEFAULT_FILE.replaceAll("(?m)^  #(?=\\S)", "  ");
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(PublishedFile.SCHEMA.text(), InputFormat.JSON);

  @TempDir private Path folder;

  @Test
  void theDefaultFileGivesExactlyTheDefaults() throws Exception {
    assertThat(load(DEFAULT_FILE).settings()).isEqualTo(Settings.defaults());
  }

  @Test
  void uncommentedTheDefaultFileNamesEveryKeyAndStillGivesTheDefaults() throws Exception {
    LoadedSettings loaded = load(UNCOMMENTED);

    assertThat(loaded.settings()).isEqualTo(Settings.defaults());
    assertThat(loaded.origins().keySet())
        .containsExactlyInAnyOrderElementsOf(
            SettingKeys.all().stream().map(SettingKey::path).toList());
  }

  @Test
  void theDefaultFileMarksExactlyTheKeysThatNeedARestart() {
    for (SettingKey<?> key : SettingKeys.all()) {
      String section = UNCOMMENTED.substring(UNCOMMENTED.indexOf("\n" + key.section() + ":"));
      String before = section.substring(0, section.indexOf("\n  " + key.name() + ": "));
      String comment = before.substring(before.lastIndexOf("\n\n") + 1);
      assertThat(comment.contains("(restart)"))
          .as(key.path())
          .isEqualTo(key.effect() == SettingKey.Effect.AT_RESTART);
    }
  }

  @Test
  void theSchemaAcceptsTheDefaultFileAndWhatIsShown() throws Exception {
    assertThat(SCHEMA.validate(DEFAULT_FILE, InputFormat.YAML)).isEmpty();
    assertThat(SCHEMA.validate(UNCOMMENTED, InputFormat.YAML)).isEmpty();
    assertThat(SCHEMA.validate(load(DEFAULT_FILE).toYaml(), InputFormat.YAML)).isEmpty();
  }

  @Test
  void theSchemaHasExactlyTheKeysAndTheirDefaults() {
    JsonNode sections =
        JsonMapper.shared().readTree(PublishedFile.SCHEMA.text()).path("properties");
    Settings defaults = Settings.defaults();
    int properties = 0;
    for (JsonNode section : sections) {
      properties += section.path("properties").size();
    }

    assertThat(properties).isEqualTo(SettingKeys.all().size());
    for (SettingKey<?> key : SettingKeys.all()) {
      JsonNode property = sections.path(key.section()).path("properties").path(key.name());
      JsonNode value = property.path("default");
      assertThat(value.isString() ? value.asString() : value.toString())
          .as(key.path())
          .isEqualTo(key.printed(defaults));
      assertThat(property.path("description").asString()).as(key.path()).isNotEmpty();
    }
  }

  private LoadedSettings load(String text) throws Exception {
    return SettingsSource.named(Files.writeString(folder.resolve("x.yaml"), text)).load();
  }
}
