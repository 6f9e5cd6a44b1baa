package io.tscwatch.systemd.journal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the journal export format: {@code NAME=text} lines, or a line {@code NAME} followed by a
 * little-endian 64-bit length, so many bytes and a line feed; an empty line ends an entry.
 */
final class JournalExport {
  private JournalExport() {}

  static List<Map<String, String>> parse(byte[] export) {
    ByteBuffer bytes = ByteBuffer.wrap(export).order(ByteOrder.LITTLE_ENDIAN);
    List<Map<String, String>> entries = new ArrayList<>();
    Map<String, String> entry = new HashMap<>();
    while (bytes.hasRemaining()) {
      String line = line(bytes);
      int equals = line.indexOf('=');
      if (line.isEmpty()) {
        entries.add(entry);
        entry = new HashMap<>();
      } else if (equals >= 0) {
        entry.put(line.substring(0, equals), line.substring(equals + 1));
      } else {
        byte[] value = new byte[Math.toIntExact(bytes.getLong())];
        bytes.get(value).get();
        entry.put(line, new String(value, StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  private static String line(ByteBuffer bytes) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (byte next = bytes.get(); next != '\n'; next = bytes.get()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
