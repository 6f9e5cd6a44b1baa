package io.tscwatch.daemon.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real program that tests work with; {@code .ci/partners} brings them. */
public final class Partner {

  private static final List<String> FURTHER = List.of("/usr/lib/nagios/plugins");

  /** How a run ended, and what it printed on either stream. */
  public record Outcome(int exitCode, String out) {}

  private Partner() {}

  /** Where a program is; the test is skipped, with the reason, where it is missing. */
  public static Path require(String program, String debianPackage) {
    Optional<Path> found = find(program);
    Assumptions.assumeTrue(
        found.isPresent(),
        () -> program + " (Debian: " + debianPackage + ") is not on the PATH: nothing tested");
    return found.orElseThrow();
  }

  static Optional<Path> find(String program) {
    return Stream.concat(
            Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)), FURTHER.stream())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs a program to its end, feeding it a text. */
  public static Outcome run(String input, Object... command) {
    List<String> words = Stream.of(command).map(Object::toString).toList();
    try {
      Path file = Files.createTempFile("tscwatch", ".in");
      try {
        Files.writeString(file, input);
        Process process =
            new ProcessBuilder(words)
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(words + " does not end");
        }
        return new Outcome(process.exitValue(), out);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new AssertionError(words.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(words.toString(), e);
    }
  }
}
