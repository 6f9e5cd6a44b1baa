package io.tscwatch.checks.topology;

import io.tscwatch.checks.read.TextFileTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Loads {@code MACHINE/sysfs.txt}: a path, a tab and the file's text on each line. A path without a
 * slash in front is below /sys/devices/system/cpu/.
 */
public final class RecordedSysfs {

  private RecordedSysfs() {}

  /** The files of one machine among the test resources. */
  public static TextFileTree of(String machine) {
    String resource = "/" + machine + "/sysfs.txt";
    try (InputStream in = RecordedSysfs.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no test resource " + resource);
      }
      Map<String, String> files = new HashMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(
              line -> {
                int tab = line.indexOf('\t');
                String path = line.substring(0, tab);
                files.put(
                    path.startsWith("/") ? path : "/sys/devices/system/cpu/" + path,
                    line.substring(tab + 1) + "\n");
              });
      return TextFileTree.of(files);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
