package io.tscwatch.daemon.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tscwatch.daemon.history.HistoryState.Health;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that has nowhere to unpack the library, as where /tmp is mounted noexec. */
class MissingLibraryTest {

  @TempDir private Path folder;

  /** The child: tells in one line how its history does. */
  public static void main(String[] args) {
    try (History history =
        History.start(
            Samples.settings(Path.of(args[0])),
            Samples.RUN,
            HistorySchema.CURRENT,
            Samples.IMPATIENT,
            state -> {})) {
      history.event(Samples.online(1, Samples.NOON));
      await().until(() -> history.state().health() == Health.DEGRADED);
      System.out.print(
          history.events(HistoryQuery.oldest()).events().size()
              + " in memory: "
              + history.state().reason().orElseThrow());
    }
  }

  @Test
  void withoutItsNativeLibraryTheHistorySaysSoAndStaysInMemory() throws Exception {
    Process child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-Dorg.sqlite.tmpdir=" + folder.resolve("missing"),
                    "-cp",
                    System.getProperty("java.class.path"),
                    MissingLibraryTest.class.getName(),
                    folder.resolve("history.db").toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).isZero();
    assertThat(said)
        .contains("1 in memory: SQLite's native library cannot be loaded (No native library found")
        .contains("-Dorg.sqlite.lib.path=FOLDER");
  }
}
