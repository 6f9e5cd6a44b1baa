package io.tscwatch.daemon.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.daemon.Main;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs what the documents tell a reader to type.
 *
 * <p>A block {@code ```sh} is run as it stands, by a shell that stops at the first error, in a
 * folder of its own, beside a daemon that watches a simulated machine; {@code exit=N} says that its
 * last command is to end so. A block {@code ```sh host} changes the host or needs what a build
 * machine lacks: its syntax is checked, and that {@code tscwatch} would take the words it is given.
 */
class DocumentedCommandsTest {

  private static final String DOCUMENTED_ADDRESS = "127.0.0.1:9742";

  /** For a daemon of the reader's own beside that. */
  private static final String SECOND_ADDRESS = "127.0.0.1:9743";

  /** Commands with the option --url. */
  private static final List<String> ASK_THE_DAEMON =
      List.of("status", "watch", "matrix", "enforce");

  @TempDir private static Path folder;

  private static String address = "";
  private static Process daemon;

  @BeforeAll
  static void startADaemon() throws IOException {
    address = "127.0.0.1:" + freePort();
    Path program = folder.resolve("bin/tscwatch");
    Files.createDirectories(program.getParent());
    Files.writeString(
        program,
        """
        #!/bin/sh
        # The reader's daemon has the default address, the test's has not.
        case $1 in %s) set -- "$@" --url http://%s ;; esac
        exec '%s/bin/java' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' io.tscwatch.daemon.Main "$@"
        """
            .formatted(
                String.join("|", ASK_THE_DAEMON),
                address,
                System.getProperty("java.home"),
                System.getProperty("java.class.path")));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    daemon =
        new ProcessBuilder(
                program.toString(),
                "daemon",
                "--simulate",
                "one-cpu-500-ahead",
                "--listen",
                address,
                "--state-dir",
                folder.resolve("state").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("daemon.log").toFile())
            .start();
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest ready = HttpRequest.newBuilder(URI.create("http://" + address + "/readyz")).build();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
  }

  @AfterAll
  static void stopTheDaemon() throws InterruptedException {
    if (daemon != null) {
      daemon.destroy();
      if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
        daemon.destroyForcibly();
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> aReaderCanTypeWhatIsWritten() throws IOException {
    return Documents.blocks().stream()
        .filter(block -> block.language().equals("sh"))
        .map(
            block ->
                DynamicTest.dynamicTest(
                    block.place(),
                    () -> {
                      if (block.attributes().contains("host")) {
                        understand(block);
                      } else {
                        run(block);
                      }
                    }));
  }

  private static void run(CodeBlock block) throws IOException, InterruptedException {
    Path place = Files.createTempDirectory(folder, "reader");
    String script =
        block
            .text()
            .replace(DOCUMENTED_ADDRESS, address)
            .replace(SECOND_ADDRESS, "127.0.0.1:" + freePort())
            .replace("./tscwatch", "tscwatch");
    Result result = shell(place, script, "-euo", "pipefail");

    assertThat(result.code())
        .as(block.place() + "\n" + result.output())
        .isEqualTo(block.exitCode());
  }

  private static void understand(CodeBlock block) throws IOException, InterruptedException {
    assertThat(shell(folder, block.text(), "-n")).as(block.place()).isEqualTo(new Result(0, ""));
    for (String line : block.text().replace("\\\n", " ").lines().toList()) {
      List<String> words = List.of(line.strip().replaceAll("\\s+#.*|[|>&;].*", "").split("\\s+"));
      int start = words.indexOf("tscwatch");
      if (start >= 0 && List.of("", "sudo", "sudo -u tscwatch").contains(before(words, start))) {
        // Throws what a user would be told.
        Main.commandLine().parseArgs(words.subList(start + 1, words.size()).toArray(String[]::new));
      }
    }
  }

  private static String before(List<String> words, int end) {
    return String.join(" ", words.subList(0, end));
  }

  private static Result shell(Path place, String script, String... options)
      throws IOException, InterruptedException {
    Path file = Files.writeString(Files.createTempFile(folder, "block", ".sh"), script);
    Path output = Files.createTempFile(folder, "block", ".log");
    Stream<String> command = Stream.concat(Stream.of("bash"), Stream.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(command, Stream.of(file.toString())).toList());
    builder
        .environment()
        .merge(
            "PATH",
            folder.resolve("bin").toString(),
            (path, bin) -> bin + File.pathSeparator + path);
    Process process =
        builder
            .directory(place.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("did not end: " + script);
    }
    return new Result(process.exitValue(), Files.readString(output));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private record Result(int code, String output) {}
}
