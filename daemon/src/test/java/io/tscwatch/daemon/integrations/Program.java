package io.tscwatch.daemon.integrations;

import io.tscwatch.daemon.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The program under test, for others to start. */
final class Program {

  private Program() {}

  /** The words that start it in a JVM of its own. */
  static List<String> command(String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    words.addAll(List.of(arguments));
    return words;
  }

  /** Puts {@code tscwatch} into a folder. */
  static void install(Path folder) throws IOException {
    StringBuilder script = new StringBuilder("#!/bin/sh\nexec");
    command().forEach(word -> script.append(" '").append(word).append('\''));
    Path program = Files.writeString(folder.resolve("tscwatch"), script.append(" \"$@\"\n"));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
