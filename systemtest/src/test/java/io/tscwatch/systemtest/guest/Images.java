package io.tscwatch.systemtest.guest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tscwatch.systemtest.report.Spending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The files that guests boot from, made by {@code image/build} when they are not there yet. */
final class Images {

  /** How {@code image/build} says that it cannot be done on this machine. */
  private static final int CANNOT = 77;

  /** Tests run in the folder of their module. */
  private static final Path ROOT = Path.of("").toAbsolutePath().resolveSibling(".");

  private static Path folder = Path.of("");

  private Images() {}

  /** Where the guests' files and logs are kept between runs. */
  static Path workFolder() {
    return ROOT.resolve(".build/systemtest").normalize();
  }

  /** The folder of kernel, initrd and disks. Aborts the test where they cannot be made. */
  static synchronized Path folder() throws IOException, InterruptedException {
    if (!folder.toString().isEmpty()) {
      return folder;
    }
    long start = System.nanoTime();
    Path log = Files.createDirectories(workFolder().resolve("logs")).resolve("image.log");
    Process build =
        new ProcessBuilder(
                List.of("image/build", debianPackage().toString(), workFolder().toString()))
            .redirectError(log.toFile())
            .start();
    String output = new String(build.getInputStream().readAllBytes(), Guest.CHARSET).strip();
    int exitCode = build.waitFor();
    String said = Files.readString(log).strip();
    assumeTrue(exitCode != CANNOT, said);
    if (exitCode != 0) {
      throw new IllegalStateException(
          "image/build failed with exit code " + exitCode + "\n" + said);
    }
    Spending.add("disks made or found", start);
    System.out.printf(
        "  disks  %4d s  %s%n",
        Duration.ofNanos(System.nanoTime() - start).toSeconds(),
        said.isEmpty()
            ? "made before"
            : "made, from Debian's packages where the root was not there");
    folder = Path.of(output.substring(output.lastIndexOf('\n') + 1));
    return folder;
  }

  private static Path debianPackage() throws IOException {
    Path target = ROOT.resolve("daemon/target").normalize();
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches("tscwatch_.*_amd64\\.deb"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no .deb: ./tscwatch package makes it"));
    }
  }
}
