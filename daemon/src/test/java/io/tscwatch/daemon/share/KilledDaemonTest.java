package io.tscwatch.daemon.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.share.SharedVerdict;
import io.tscwatch.checks.share.VerdictReader;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.daemon.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole daemon that watches this machine, killed in the middle. */
class KilledDaemonTest {

  /** What the documentation promises. */
  private static final long STALE_WITHIN_NANOS = 5_000_000_000L;

  @TempDir private Path folder;

  private Process daemon() throws IOException {
    Path settings = Files.writeString(folder.resolve("tscwatch.yaml"), "http:\n  listen: none\n");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "daemon",
                "--config",
                settings.toString(),
                "--state-dir",
                Files.createDirectories(folder.resolve("state")).toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("RUNTIME_DIRECTORY", folder.toString());
    builder.environment().remove("NOTIFY_SOCKET");
    return builder.start();
  }

  private SharedVerdict read() throws IOException {
    return VerdictReader.open(folder.resolve("verdict")).read();
  }

  @Test
  void leavesAPageThatIsStaleWithinFiveSeconds() throws Exception {
    Process daemon = daemon();
    long writtenAtKill;
    try {
      AtomicLong first = new AtomicLong();
      Awaitility.await("two statuses; the log is " + folder.resolve("log"))
          .atMost(Duration.ofSeconds(90))
          .ignoreExceptions()
          .until(
              () -> {
                long written = read().asOfBoottimeNanos();
                first.compareAndSet(0, written);
                return written > first.get();
              });
    } finally {
      daemon.toHandle().destroyForcibly();
      daemon.waitFor();
    }
    SharedVerdict left = read();
    writtenAtKill = left.asOfBoottimeNanos();

    assertThat(left.validUntilBoottimeNanos() - writtenAtKill).isEqualTo(STALE_WITHIN_NANOS);
    Thread.sleep(Duration.ofNanos(STALE_WITHIN_NANOS).toMillis());
    assertThat(read().asOfBoottimeNanos()).isEqualTo(writtenAtKill);
    assertThat(read().verdict()).isEqualTo(Verdict.UNKNOWN);
  }
}
