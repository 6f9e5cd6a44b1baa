package io.tscwatch.systemtest.guest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Process build =
        new ProcessBuilder(
                List.of("image/build", debianPackage().toString(), workFolder().toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(build.getInputStream().readAllBytes(), Guest.CHARSET).strip();
    int exitCode = build.waitFor();
    assumeTrue(exitCode != CANNOT, "a guest's disk cannot be made here");
    if (exitCode != 0) {
      throw new IllegalStateException("image/build failed with exit code " + exitCode);
    }
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
