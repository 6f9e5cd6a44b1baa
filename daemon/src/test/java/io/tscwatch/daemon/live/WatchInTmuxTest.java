package io.tscwatch.daemon.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.daemon.Main;
import io.tscwatch.daemon.monitor.Partner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code tscwatch watch} in a real terminal, at both ends of what people have. The screens are left
 * in {@code target/watch}, to be looked at.
 */
class WatchInTmuxTest {

  private static final Path SCREENS = Path.of("target", "watch");

  @TempDir private Path folder;
  private Path tmux;
  private Process daemon;
  private String address;

  @BeforeEach
  void startTheDaemon() throws IOException {
    tmux = Partner.require("tmux", "tmux");
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + socket.getLocalPort();
    }
    List<String> command = new ArrayList<>(tscwatch());
    command.addAll(
        List.of(
            "daemon",
            "--simulate",
            "one-socket-behind",
            "--listen",
            address,
            "--state-dir",
            Files.createDirectories(folder.resolve("state")).toString()));
    daemon =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
  }

  @AfterEach
  void endAll() throws InterruptedException {
    if (daemon != null) {
      tmux("kill-server");
      daemon.destroy();
      if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
        daemon.toHandle().destroyForcibly();
      }
    }
  }

  private static List<String> tscwatch() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName());
  }

  /** A server of our own: somebody may be using tmux here. */
  private Partner.Outcome tmux(String... words) {
    List<Object> command = new ArrayList<>(List.of(tmux, "-S", folder.resolve("tmux"), "-f"));
    command.add("/dev/null");
    command.addAll(List.of(words));
    return Partner.run("", command.toArray());
  }

  private List<String> awaitScreen(String name, Predicate<String> shown) throws IOException {
    String[] screen = {""};
    Awaitility.await(name + "; the daemon's log is " + folder.resolve("log"))
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              screen[0] = tmux("capture-pane", "-p", "-t", "watch").out();
              return shown.test(screen[0]);
            });
    Files.createDirectories(SCREENS);
    Files.writeString(SCREENS.resolve(name + ".txt"), screen[0]);
    return screen[0].lines().toList();
  }

  @Test
  void isReadableOnASmallTerminalAndOnALargeOneAndEndsAsItIsTold() throws IOException {
    Path script = folder.resolve("watch");
    Files.writeString(
        script,
        """
        #!/bin/sh
        trap : INT # the shell is told, too
        until '%s' watch --url http://%s; do sleep 1; done
        echo "ended with $?"; sleep 60
        """
            .formatted(String.join("' '", tscwatch()), address));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    tmux("new-session", "-d", "-s", "watch", "-x", "80", "-y", "24", script.toString());

    List<String> small =
        awaitScreen("80x24", screen -> screen.contains("UNRELIABLE since") && full(screen, 24));
    tmux("resize-window", "-t", "watch", "-x", "200", "-y", "60");
    List<String> large = awaitScreen("200x60", screen -> screen.contains("what happened"));
    tmux("send-keys", "-t", "watch", "C-c");
    List<String> after = awaitScreen("after", screen -> screen.contains("ended with 0"));

    assertThat(small.get(0)).startsWith("tscwatch  simulated machine: one socket behind");
    assertThat(small).anyMatch(line -> line.startsWith("x skew.")).hasSizeLessThanOrEqualTo(24);
    assertThat(large).anyMatch(line -> line.contains("verdict-changed  The TSC is UNRELIABLE"));
    assertThat(large).anyMatch(line -> line.contains("clocksource tsc · TSC_ADJUST"));
    // Every CPU has its row where there is room.
    assertThat(large.stream().filter(line -> line.matches("\\s+\\d+  (UNRELIABLE|RELIABLE) .*")))
        .hasSizeGreaterThanOrEqualTo(20);
    assertThat(String.join("\n", after)).doesNotContain("one socket behind");
  }

  private static boolean full(String screen, int rows) {
    return screen.lines().filter(line -> !line.isBlank()).count() > rows / 2;
  }
}
