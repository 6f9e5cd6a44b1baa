package io.tscwatch.daemon.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at random moments, of opening as of writing; {@code -Dtscwatch.kills=100} for more. */
class KilledWriterTest {

  private static final int KILLS = Integer.getInteger("tscwatch.kills", 8);

  @TempDir private Path folder;

  @Test
  void everyAcknowledgedEventOutlivesAKill() throws Exception {
    Path file = folder.resolve("history.db");
    Random random = new Random();
    long acknowledged = 0;
    long stored = 0;
    for (int run = 1; run <= KILLS; run++) {
      // Every fourth dies while it starts and opens; the others while they write.
      boolean early = run % 4 == 0;
      long told = runAndKill(file, run, early, random.nextInt(early ? 600 : 300));
      acknowledged += told;
      if (run > 1 || told > 0) {
        stored += check(file, run, told);
        assertThat(count(file, "SELECT count(*) FROM event")).isEqualTo(stored);
      }
    }
    System.out.printf(
        "%d kills: %d events were acknowledged, %d were stored, none was lost%n",
        KILLS, acknowledged, stored);
    assertThat(acknowledged).isPositive();
  }

  /** Gives the last event that was acknowledged before the process was killed. */
  private static long runAndKill(Path file, int run, boolean early, int millis)
      throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx64m",
                    "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                    "-cp",
                    System.getProperty("java.class.path"),
                    KilledWriter.class.getName(),
                    file.toString(),
                    Integer.toString(run)))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream out = writer.getInputStream()) {
      StringBuilder lines = new StringBuilder();
      if (!early) {
        lines.append((char) out.read());
      }
      assertThat(writer.waitFor(millis, TimeUnit.MILLISECONDS)).as("ended by itself").isFalse();
      // SIGKILL, on Linux; Process.destroyForcibly would close the pipe that is still to be read.
      writer.toHandle().destroyForcibly();
      writer.waitFor();
      lines.append(new String(out.readAllBytes(), StandardCharsets.US_ASCII));
      return lastWholeLine(lines.toString());
    }
  }

  /** Without its line end a number may have lost digits. */
  private static long lastWholeLine(String lines) {
    int end = lines.lastIndexOf('\n');
    if (end < 0) {
      return 0;
    }
    return Long.parseLong(lines.substring(lines.lastIndexOf('\n', end - 1) + 1, end));
  }

  /** Gives how many events of this run there are. */
  private static long check(Path file, int run, long told) throws Exception {
    try (HistoryDatabase sound =
        HistoryDatabase.open(
            file,
            HistorySchema.CURRENT,
            0,
            new StoredEvent.Run(run, Samples.RUN.origin(), Samples.RUN.version()),
            SizeLimit.ofBytes(256L << 20))) {
      assertThat(sound.storedEvents()).isPositive();
    }
    String events = " FROM event JOIN run ON run.id = run WHERE started_realtime_nanos = " + run;
    long present = count(file, "SELECT count(*)" + events);
    assertThat(count(file, "SELECT coalesce(max(sequence), 0)" + events)).isEqualTo(present);
    assertThat(present).isGreaterThanOrEqualTo(told);
    return present;
  }

  private static long count(Path file, String sql) throws Exception {
    try (Connection reading = Sqlite.openReading(file)) {
      return Sqlite.number(reading, sql);
    }
  }
}
