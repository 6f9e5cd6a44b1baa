package io.tscwatch.daemon.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.daemon.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertCommandTest {

  @TempDir private Path folder;

  private record Run(int exitCode, String out, String errors) {}

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter errors = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(errors, true))
            .execute(arguments);
    return new Run(exitCode, out.toString(), errors.toString());
  }

  private String settings(String targets) throws IOException {
    return Files.writeString(folder.resolve("t.yaml"), "alerts: { targets: [ " + targets + " ] }\n")
        .toString();
  }

  @Test
  void aTestGoesToEveryTargetAndSaysWhatCameOfIt() throws IOException {
    try (Receiver receiver = Receiver.start()) {
      String url = "url: 'http://127.0.0.1:" + receiver.port() + "/x'";
      String file =
          settings(
              "{ name: w, type: webhook, "
                  + url
                  + " }, { name: am, type: alertmanager, "
                  + url
                  + " }, { name: gone, type: webhook, url: 'http://127.0.0.1:1/' }");
      Run all = run("alert", "test", "--config", file);
      Run one = run("alert", "test", "--config", file, "--target", "w");

      assertThat(all.exitCode()).isEqualTo(69);
      assertThat(all.out())
          .containsPattern("w \\(webhook\\): delivered, it answered 200 after \\d+ ms")
          .containsPattern("am \\(alertmanager\\): delivered")
          .contains("gone (webhook): NOT delivered: no connection");
      assertThat(one.exitCode()).isZero();
      assertThat(receiver.requests()).hasSize(3);
      assertThat(receiver.requests().get(0).event()).isEqualTo("test test");
      assertThat(receiver.requests().get(1).body()).contains("TscTest").contains("endsAt");
    }
  }

  @Test
  void withoutTargetsThereIsNothingToTest() throws IOException {
    assertThat(run("alert", "test", "--config", settings("")).exitCode()).isEqualTo(78);
    assertThat(run("alert", "test", "--config", settings(""), "--target", "x").exitCode())
        .isEqualTo(64);
    assertThat(run("alert", "test", "--config", "/nowhere.yaml").exitCode()).isEqualTo(66);
  }

  @Test
  void theSchemaIsPrinted() {
    assertThat(run("alert", "schema").out()).contains("\"tscwatch-alert/1\"");
  }
}
