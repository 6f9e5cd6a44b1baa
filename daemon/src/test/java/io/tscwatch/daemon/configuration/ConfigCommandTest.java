package io.tscwatch.daemon.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.config.Settings;
import io.tscwatch.config.SettingsSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandTest {

  private record Run(int exitCode, String out, String err) {}

  @TempDir private Path folder;

  @Test
  void aRightFileIsRight() throws IOException {
    Path file = file("measurement:\n  interval: 2s\n");

    assertThat(run("check", file.toString())).isEqualTo(new Run(0, file + ": right\n", ""));
  }

  @Test
  void everyMistakeIsOneLine() throws IOException {
    Path file = file("measurement:\n  intervall: 2s\nlogging:\n  level: 1\n");

    Run run = run("check", file.toString());

    assertThat(run.exitCode()).isEqualTo(78);
    assertThat(run.out().lines())
        .containsExactly(
            file + ":2:3: measurement.intervall: unknown key; did you mean 'interval'?",
            file
                + ":4:10: logging.level: '1' is not one of the choices;"
                + " expected one of error, warn, info, debug, trace");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aMissingFileHasItsOwnExitCode() {
    Path file = folder.resolve("missing.yaml");

    assertThat(run("check", file.toString()))
        .isEqualTo(new Run(66, file + ": there is no such file\n", ""));
  }

  @Test
  void mistakesAsJsonHaveNullWhereThereIsNothing() throws IOException {
    Path file = file("http:\n  lissten: none\n  max-connections: x\n");

    Run run = run("check", "--format", "json", file.toString());

    assertThat(run.exitCode()).isEqualTo(78);
    assertThat(run.out())
        .isEqualTo(
            """
            {"valid":false,"problems":[\
            {"file":"%1$s","line":2,"column":3,"key":"http.lissten","value":null,\
            "message":"unknown key","expected":null,"suggestion":"listen"},\
            {"file":"%1$s","line":3,"column":20,"key":"http.max-connections","value":"x",\
            "message":"'x' is not a whole number",\
            "expected":"a whole number in the range 2 to 10000","suggestion":null}]}
            """
                .formatted(file));
  }

  @Test
  void aRightFileAsJsonHasNoProblems() throws IOException {
    assertThat(run("check", "--format=json", file("").toString()).out())
        .isEqualTo("{\"valid\":true,\"problems\":[]}\n");
  }

  @Test
  void aMissingFileAsJsonHasNoLine() {
    Run run = run("check", "--format=json", folder.resolve("missing.yaml").toString());

    assertThat(run.exitCode()).isEqualTo(66);
    assertThat(run.out()).contains("\"line\":null").contains("\"valid\":false");
  }

  @Test
  void whatHoldsIsShownWithItsOrigin() throws IOException {
    Path file = file("measurement:\n  interval: 2s\n");

    Run run = run("show", file.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("  interval: 2s +# " + file + ":2\n")
        .containsPattern("  cover-every: 10s +# default\n");
  }

  @Test
  void nothingIsShownOfAWrongFileAndTheMistakesGoToTheErrors() throws IOException {
    Run run = run("show", file("measurement: 1\n").toString());

    assertThat(run.exitCode()).isEqualTo(78);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(":1:14: measurement: '1' is a single value");
  }

  @Test
  void theDefaultFileIsOneThatIsRight() throws Exception {
    Run run = run("default");

    assertThat(run.exitCode()).isZero();
    assertThat(SettingsSource.named(file(run.out())).load().settings())
        .isEqualTo(Settings.defaults());
  }

  @Test
  void theSchemaIsPrinted() {
    assertThat(run("schema").out()).contains("https://json-schema.org/draft/2020-12/schema");
  }

  @Test
  void wrongUseHasItsOwnExitCode() {
    assertThat(run().exitCode()).isEqualTo(64);
    assertThat(run("chek").exitCode()).isEqualTo(64);
    assertThat(run("check", "--format", "xml").exitCode()).isEqualTo(64);
    assertThat(run("check", "a", "b").exitCode()).isEqualTo(64);
    assertThat(run("default", "a").exitCode()).isEqualTo(64);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("x.yaml"), text);
  }

  private static Run run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new ConfigCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
    return new Run(exitCode, out.toString(), err.toString());
  }
}
