package io.tscwatch.bench.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes of an experiment's own. */
public final class Child {

  /** The JVM settings that the launcher gives the program, but for the heap. */
  private static final List<String> PRODUCT =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

  private Child() {}

  /**
   * Runs a class of this program in a JVM of its own, with the JVM settings of the launcher and the
   * class path and native folders of this one.
   *
   * @param heap such as {@code -Xmx320m}
   * @return what it printed on its standard output
   * @throws IOException if it does not end with 0
   */
  public static String java(String heap, String mainClass, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(PRODUCT);
    command.add(heap);
    for (String key : List.of("jna.nounpack", "jna.boot.library.path", "jna.library.path")) {
      String value = System.getProperty(key);
      if (value != null) {
        command.add("-D" + key + "=" + value);
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output;
    try (var stream = process.getInputStream()) {
      output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(mainClass + " ended with " + code);
    }
    return output;
  }
}
