package io.tscwatch.checks.klog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One case of the files under {@code src/test/resources/klog}, whose README tells the format.
 *
 * @param rows the expected events, one a row
 */
record PostedLog(String name, List<String> lines, List<String> rows, Suspect suspect) {

  private static final List<String> FILES =
      List.of(
          "until-3.x.txt",
          "4.1-to-5.12.txt",
          "5.13-to-6.x.txt",
          "rewritten-watchdog.txt",
          "tsc-adjust-and-calibration.txt",
          "resembling.txt");

  static Stream<PostedLog> all() {
    return FILES.stream().flatMap(file -> cases(file).stream());
  }

  private static List<PostedLog> cases(String file) {
    List<PostedLog> cases = new ArrayList<>();
    for (String text : read(file).split("(?m)^== ", -1)) {
      if (!text.isBlank()) {
        cases.add(parse(text.lines().toList()));
      }
    }
    return cases;
  }

  /** A name, a line of origin, the log, two dashes, rows, and the suspect. */
  private static PostedLog parse(List<String> text) {
    int end = text.lastIndexOf("--");
    int last = text.size() - 1;
    return new PostedLog(
        text.get(0),
        text.subList(2, end),
        text.subList(end + 1, last),
        Suspect.valueOf(text.get(last).substring("suspect: ".length())));
  }

  private static String read(String file) {
    try (InputStream in = PostedLog.class.getResourceAsStream("/klog/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
