package io.tscwatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tscwatch.config.format.ListenAddress;
import io.tscwatch.config.yaml.InvalidYamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsSourceTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("tscwatch.yaml");
  }

  @Test
  void aMissingStandardFileMeansTheDefaults() throws Exception {
    LoadedSettings loaded = new SettingsSource(file, true).load();

    assertThat(loaded.settings()).isEqualTo(Settings.defaults());
    assertThat(loaded.files()).isEmpty();
    assertThat(loaded.origins()).isEmpty();
  }

  @Test
  void aMissingNamedFileIsAMistake() {
    assertThatThrownBy(() -> SettingsSource.named(file).load())
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFolderIsNoFile() throws IOException {
    Files.createDirectory(file);

    assertThatThrownBy(() -> SettingsSource.named(file).load())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void theDefaultsAreThoseOfTheDesign() {
    Settings defaults = Settings.defaults();

    assertThat(defaults.measurement().intervalNanos()).isEqualTo(1_000_000_000L);
    assertThat(defaults.measurement().coverEveryNanos()).isEqualTo(10_000_000_000L);
    assertThat(defaults.measurement().maxIntrusionPpm()).isEqualTo(1_000);
    assertThat(defaults.measurement().includeIsolated()).isFalse();
    assertThat(defaults.measurement().cpus()).isEmpty();
    assertThat(defaults.verdict().maxSkewNanos()).isEqualTo(1_000);
    assertThat(defaults.verdict().toleratedWarpNanos()).isZero();
    assertThat(defaults.verdict().requalifyAfterNanos()).isEqualTo(600_000_000_000L);
    assertThat(defaults.history().file()).isEqualTo(Path.of("/var/lib/tscwatch/history.db"));
    assertThat(defaults.http().listen()).contains(new ListenAddress("127.0.0.1", 9742));
    assertThat(defaults.metrics().otlpEndpoint()).isEmpty();
    assertThat(defaults.logging().target()).isEqualTo(LoggingSettings.Target.AUTO);
    assertThat(defaults.events().followKernelLog()).isTrue();
  }

  @Test
  void aFileChangesWhatItGivesAndNothingElse() throws Exception {
    Files.writeString(file, "measurement:\n  interval: 2s\n  exclude: 0-3, 8\nhttp:\n");

    LoadedSettings loaded = SettingsSource.named(file).load();

    assertThat(loaded.settings().measurement().intervalNanos()).isEqualTo(2_000_000_000L);
    assertThat(loaded.settings().measurement().exclude()).contains("0-3,8");
    assertThat(loaded.settings().measurement().coverEveryNanos()).isEqualTo(10_000_000_000L);
    assertThat(loaded.settings().http()).isEqualTo(Settings.defaults().http());
    assertThat(loaded.origins().keySet())
        .containsExactlyInAnyOrder("measurement.interval", "measurement.exclude");
    assertThat(loaded.origin(SettingKeys.EXCLUDE).orElseThrow()).hasToString(file + ":3:12");
  }

  @Test
  void dropInsAreReadInTheOrderOfTheirNamesAndTheLastWins() throws Exception {
    Files.writeString(file, "logging: { level: warn }\nhttp: { allowed-hosts: [a, b] }\n");
    dropIn("20-second.yaml", "logging:\n  level: trace\n");
    dropIn("10-first.yaml", "logging:\n  level: debug\nhttp:\n  allowed-hosts: [c]\n");
    dropIn(".hidden.yaml", "nonsense: 1\n");
    dropIn("30-not-one.yaml.bak", "nonsense: 1\n");

    LoadedSettings loaded = SettingsSource.named(file).load();

    assertThat(loaded.settings().logging().level()).isEqualTo(LoggingSettings.Level.TRACE);
    assertThat(loaded.settings().http().allowedHosts()).containsExactly("c");
    assertThat(loaded.files()).hasSize(3);
    assertThat(loaded.origin(SettingKeys.LOG_LEVEL).orElseThrow().file())
        .endsWith("20-second.yaml");
  }

  @Test
  void dropInsHoldWithoutTheStandardFile() throws Exception {
    dropIn("one.yaml", "logging:\n  level: trace\n");

    LoadedSettings loaded = new SettingsSource(file, true).load();

    assertThat(loaded.settings().logging().level()).isEqualTo(LoggingSettings.Level.TRACE);
  }

  @Test
  void theMistakesOfAllFilesAreToldAtOnce() throws IOException {
    Files.writeString(file, "logging:\n  level: loud\n");
    dropIn("10-broken.yaml", "a: {\n");
    dropIn("20-wrong.yaml", "http:\n  listen: 1\n");

    InvalidYamlException e =
        catchThrowableOfType(InvalidYamlException.class, () -> SettingsSource.named(file).load());

    assertThat(e.problems())
        .extracting(problem -> Path.of(problem.position().file()).getFileName().toString())
        .containsExactly("tscwatch.yaml", "10-broken.yaml", "20-wrong.yaml");
  }

  @Test
  void aRuleThatTwoFilesBreakTogetherIsFound() throws IOException {
    Files.writeString(file, "measurement:\n  interval: 5s\n");
    dropIn("10-cover.yaml", "measurement:\n  cover-every: 2s\n");

    assertThatThrownBy(() -> SettingsSource.named(file).load())
        .isInstanceOf(InvalidYamlException.class)
        .hasMessageContaining("10-cover.yaml:2:16: measurement.cover-every: cover-every (2s)");
  }

  @Test
  void anotherMachineMayConnectOnlyWhenThatIsSaid() throws Exception {
    Files.writeString(file, "http:\n  listen: '[::]:9742'\n  allow-remote: true\n");

    assertThat(SettingsSource.named(file).load().settings().http().listen())
        .isEqualTo(Optional.of(new ListenAddress("::", 9742)));
  }

  @Test
  void whatIsShownGivesTheSameSettings() throws Exception {
    Files.writeString(
        file,
        """
        measurement: { cpus: 0-7, max-intrusion: 0.25%, interval: 1.5s }
        http: { listen: '[::1]:80', allowed-hosts: [node7, node7.example.org] }
        metrics: { otlp-endpoint: "http://collector:4318/v1/metrics" }
        logging: { target: console }
        alerts:
          labels: [cluster=a, rack=row 7]
          targets:
            - { name: ops, type: alertmanager, url: "https://am:9093/a,b", ca-file: /x/ca.pem,
                min-severity: critical, timeout: 5s, resend-every: 30s }
            - { name: here, type: webhook, url: "http://[::1]:8080/", secret-file: "/x/it's",
                bearer-token-file: "/x/{y}", max-pending: 20 }
        """);
    LoadedSettings loaded = SettingsSource.named(file).load();
    String shown = loaded.toYaml();
    Path copy = Files.writeString(folder.resolve("copy.yaml"), shown);

    assertThat(SettingsSource.named(copy).load().settings()).isEqualTo(loaded.settings());
    assertThat(shown)
        .containsPattern("  interval: 1.5s +# " + file + ":1\n")
        .containsPattern("  listen: '\\[::1\\]:80' +# " + file + ":2\n")
        .containsPattern("  level: info +# default\n");
    long sections = SettingKeys.all().stream().map(SettingKey::section).distinct().count();
    assertThat(shown.lines()).hasSize((int) sections + SettingKeys.all().size());
  }

  private void dropIn(String name, String text) throws IOException {
    Path dropIns = folder.resolve("tscwatch.yaml.d");
    Files.createDirectories(dropIns);
    Files.writeString(dropIns.resolve(name), text);
  }
}
