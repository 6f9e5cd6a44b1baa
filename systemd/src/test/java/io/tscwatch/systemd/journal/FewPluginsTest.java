package io.tscwatch.systemd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FewPluginsTest {

  /** Starts logging in a JVM of its own: what Log4j loads, it loads once. */
  static final class Start {
    public static void main(String[] arguments) {
      try (Logging logging = Logging.start(LogTarget.CONSOLE, Priority.INFO)) {
        logging.events().write(new Stopping("SIGTERM"));
      }
    }
  }

  @Test
  void theListReplacesOneThatIsReallyThere() throws IOException {
    ClassLoader all = FewPlugins.class.getClassLoader();

    assertThat(all.getResource(FewPlugins.LIST)).isNotNull();
    List<URL> lists = Collections.list(new FewPlugins(all).getResources(FewPlugins.LIST));
    assertThat(lists).hasSize(1);
    try (InputStream list = lists.get(0).openStream()) {
      assertThat(new String(list.readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains("DatePatternConverter")
          .doesNotContain("RollingFile");
    }
  }

  @Test
  void aStartLoadsNoPluginThatItDoesNotUseAndComplainsOfNothing() throws Exception {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xlog:class+load=info:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                Start.class.getName())
            .redirectError(ProcessBuilder.Redirect.PIPE)
            .start();
    ByteArrayOutputStream classes = new ByteArrayOutputStream();
    process.getInputStream().transferTo(classes);
    String errors =
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(errors.lines()).hasSize(1).first().asString().contains("SIGTERM");
    assertThat(classes.toString(StandardCharsets.UTF_8))
        .contains("org.apache.logging.log4j.core.LoggerContext ")
        .doesNotContain("RollingFileAppender");
  }
}
