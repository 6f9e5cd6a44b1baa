package io.tscwatch.systemtest.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A clone of the last commit in a Debian that has neither compiler nor Maven: no guest, a chroot.
 */
public final class FreshClone {

  private FreshClone() {}

  /**
   * Runs {@code ./tscwatch} in a new clone, as the first thing that is ever done there.
   *
   * @param limit after which it is killed
   * @param arguments of the launcher
   */
  public static Answer run(Duration limit, String... arguments)
      throws IOException, InterruptedException {
    Images.folder();
    List<String> command =
        new ArrayList<>(List.of("image/fresh-clone", Images.workFolder().toString()));
    command.addAll(List.of(arguments));
    Path logs = Files.createDirectories(Images.workFolder().resolve("logs"));
    Path output = logs.resolve("clone.out");
    Path errors = logs.resolve("clone.err");
    long start = System.nanoTime();
    Process clone =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      if (!clone.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("no end after " + limit + "\n" + Files.readString(errors));
      }
    } finally {
      clone.descendants().forEach(ProcessHandle::destroyForcibly);
      clone.destroyForcibly();
    }
    return new Answer(
        clone.exitValue(),
        Files.readString(output),
        Files.readString(errors),
        Duration.ofNanos(System.nanoTime() - start));
  }
}
