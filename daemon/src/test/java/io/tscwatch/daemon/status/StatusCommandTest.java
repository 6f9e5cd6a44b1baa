package io.tscwatch.daemon.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.daemon.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {

  private static final String STATUS =
      """
      {"format":"tscwatch-status/1","machine":{"kind":"real","label":"this machine"},
      "verdict":"%s","verdictSince":"2026-03-01T12:00:00.000000001Z","warnings":%s,
      "reason":"CPU 3 is 480 ns\\u001b[2J ahead.","requalifiesAt":"2026-03-01T12:10:00.000000001Z",
      "findings":[{"code":"skew.warp","severity":"critical","raisedAt":"2026-03-01T12:00:00.5Z",
      "sentence":"CPU 3 is at least 480 ns ahead.","advice":"Boot with notsc."}],
      "recommendations":[{"topic":"clocksource","sentence":"Use hpet."}],
      "referenceCpu":0,"cpus":[{"cpu":3,"verdict":"UNRELIABLE","reason":"warp",
      "offset":{"lowerNanos":480,"upperNanos":502},
      "rate":{"minPicosPerSecond":-1500,"maxPicosPerSecond":1500},"unknownField":[1,[2,{}]]}],
      "asOf":"2026-03-01T12:00:09.000000001Z","evidenceAgeNanos":300000000,
      "history":{"problem":"the disk is full"}}""";

  @Test
  void anUnreliableTscIsTwoAndTheTextSaysWhy() throws IOException {
    Run run = run(200, STATUS.formatted("UNRELIABLE", "false"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out())
        .contains(
            "TSC of this machine: UNRELIABLE since 2026-03-01T12:00:00Z",
            "critical skew.warp, since 2026-03-01T12:00:00Z",
            "What to do: Boot with notsc.",
            "+480 .. +502",
            "-2 .. +2",
            "clocksource: Use hpet.",
            "evidence 300.0 ms old",
            "the disk is full");
  }

  @Test
  void headRoomIsToldWithLimitTrendDateAndNoiseApart() throws IOException {
    String clocks =
        """
        {"witnesses":[{"name":"hpet","standing":"votes","source":"platform-timer","looks":300,
        "minPicosPerSecond":903000000,"maxPicosPerSecond":903400000,"observedNanos":600000000000},
        {"name":"acpi-pm","standing":"unreadable","why":"no I/O port","looks":0}],
        "vote":{"sentence":"No quorum: 2 are missing."},
        "headRoom":{"watchdog":"hpet","kernelCompares":"on","because":"no tsc_adjust",
        "rule":"4 x 125 us in 0.5 s (6.3 and later, default settings)",
        "limitPicosPerSecond":1000000000,"marginPicosPerSecond":96600000,"marginNanos":48300,
        "trendMinPicosPerDay":7000000,"trendMaxPicosPerDay":8000000,
        "collisionAt":"2026-03-13T12:00:09.000000001Z","slowReads":31,"reads":300,
        "noisyChecksPerYear":7191},""";
    String out = run(200, clocks + STATUS.formatted("RELIABLE", "true").substring(1)).out();
    assertThat(out.replaceAll("\\s+", " "))
        .contains(
            "acpi-pm: no I/O port.",
            "2 are missing",
            "96.6 ppm of 1000.0 ppm, 48.3 us in each check",
            "4 x 125 us in 0.5 s (6.3 and later, default settings); no tsc_adjust.",
            "+7000 .. +8000 ppb a day; at the earliest it reaches the limit at"
                + " 2026-03-13T12:00:09Z.",
            "which is no skew: 31 of 300 readouts",
            "about 7191 of its checks a year");
  }

  @Test
  void whatComesFromElsewhereDoesNotControlTheTerminal() throws IOException {
    assertThat(run(200, STATUS.formatted("UNRELIABLE", "false")).out()).doesNotContain("\u001b");
  }

  @Test
  void exitCodesAreThoseOfCheck() throws IOException {
    assertThat(run(200, STATUS.formatted("RELIABLE", "false")).exitCode()).isEqualTo(0);
    assertThat(run(200, STATUS.formatted("RELIABLE", "true")).exitCode()).isEqualTo(1);
    assertThat(run(200, STATUS.formatted("UNKNOWN", "true")).exitCode()).isEqualTo(3);
  }

  @Test
  void jsonIsPassedOnAsItCame() throws IOException {
    String json = STATUS.formatted("UNRELIABLE", "false");

    assertThat(run(200, json, "--format", "json").out()).isEqualTo(json + "\n");
  }

  @Test
  void aDaemonThatKnowsNothingYetIsUnknown() throws IOException {
    Run run = run(503, "{\"status\":503,\"detail\":\"Nothing has been measured yet.\"}");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.errors()).contains("Nothing has been measured yet.");
  }

  @Test
  void anotherServerIsNoDaemon() throws IOException {
    assertThat(run(200, "<html>").exitCode()).isEqualTo(69);
    assertThat(run(200, "{}").exitCode()).isEqualTo(69);
    assertThat(run(200, "{\"format\":\"tscwatch-status/1\"}").exitCode()).isEqualTo(69);
    assertThat(run(404, "no").exitCode()).isEqualTo(69);
  }

  @Test
  void noDaemonIsUnavailable() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Run run = execute("--url", "http://127.0.0.1:" + port);

    assertThat(run.exitCode()).isEqualTo(69);
    assertThat(run.errors())
        .contains("no daemon answers at http://127.0.0.1:" + port)
        .doesNotContain("\tat ");
  }

  @Test
  void anAddressThatIsNoneIsWrongUse() {
    assertThat(execute("--url", "file:///etc/passwd").exitCode()).isEqualTo(64);
    assertThat(execute("--url", "127.0.0.1:9742").exitCode()).isEqualTo(64);
  }

  private record Run(int exitCode, String out, String errors) {}

  @Test
  void theDaemonIsAskedWhereItsSettingsLetItListen(@TempDir Path folder) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      new Thread(() -> answer(server, 200, STATUS.formatted("RELIABLE", "false"))).start();
      Path settings = folder.resolve("tscwatch.yaml");
      Files.writeString(settings, "http:\n  listen: 127.0.0.1:" + server.getLocalPort() + "\n");

      assertThat(execute("--config", settings.toString()).exitCode()).isEqualTo(0);
    }
  }

  @Test
  void aDaemonThatMayNotListenIsNotAsked(@TempDir Path folder) throws IOException {
    Path settings = folder.resolve("tscwatch.yaml");
    Files.writeString(settings, "http:\n  listen: none\n");

    Run run = execute("--config", settings.toString());

    assertThat(run.exitCode()).isEqualTo(69);
    assertThat(run.errors()).contains("http.listen is none");
  }

  /** Runs the command against a server that gives one answer. */
  private static Run run(int status, String body, String... options) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answer(server, status, body));
      answering.start();
      String[] arguments = new String[options.length + 2];
      arguments[0] = "--url";
      arguments[1] = "http://127.0.0.1:" + server.getLocalPort();
      System.arraycopy(options, 0, arguments, 2, options.length);
      return execute(arguments);
    }
  }

  private static void answer(ServerSocket server, int status, String body) {
    try (Socket client = server.accept()) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      OutputStream out = client.getOutputStream();
      client.getInputStream().read(new byte[8192]);
      out.write(
          ("HTTP/1.1 " + status + " x\r\nContent-Length: " + bytes.length + "\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Run execute(String... options) {
    StringWriter out = new StringWriter();
    StringWriter errors = new StringWriter();
    String[] arguments = new String[options.length + 1];
    arguments[0] = "status";
    System.arraycopy(options, 0, arguments, 1, options.length);
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(errors))
            .execute(arguments);
    return new Run(exitCode, out.toString(), errors.toString());
  }
}
