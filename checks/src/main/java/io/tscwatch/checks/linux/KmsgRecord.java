package io.tscwatch.checks.linux;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * One record of {@code /dev/kmsg} (Documentation/ABI/testing/dev-kmsg):
 *
 * <pre>6,339,5140900,-;NET: Registered PF_INET protocol family
 *  SUBSYSTEM=net</pre>
 *
 * Before the semicolon: facility and level, sequence number, microseconds since boot, flags. Lines
 * that begin with a space are properties of the record.
 *
 * @param facility who speaks: 0 is the kernel itself, anything else a program that wrote to the
 *     device
 * @param sequence counts every record since boot; a gap means that records were lost
 * @param timestampMicros microseconds of the kernel's local clock
 * @param text the message, escapes decoded; may hold several lines
 */
record KmsgRecord(int facility, long sequence, long timestampMicros, String text) {

  /** "the syslog prefix ... (facility << 3) | level" (Documentation/ABI/testing/dev-kmsg). */
  private static final int FACILITY_SHIFT = 3;

  /** Reads one record; empty if it is not in the format. */
  static Optional<KmsgRecord> parse(String raw) {
    int semicolon = raw.indexOf(';');
    if (semicolon < 0) {
      return Optional.empty();
    }
    String[] prefix = raw.substring(0, semicolon).split(",", -1);
    if (prefix.length < 3 || !isNumber(prefix[0]) || !isNumber(prefix[1]) || !isNumber(prefix[2])) {
      return Optional.empty();
    }
    int end = raw.indexOf('\n', semicolon);
    String text = raw.substring(semicolon + 1, end < 0 ? raw.length() : end);
    return Optional.of(
        new KmsgRecord(
            (int) (Long.parseLong(prefix[0]) >>> FACILITY_SHIFT),
            Long.parseLong(prefix[1]),
            Long.parseLong(prefix[2]),
            unescaped(text)));
  }

  private static boolean isNumber(String digits) {
    return !digits.isEmpty()
        && digits.length() <= 18
        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** True if the kernel itself wrote it: whoever may write to the device can imitate its words. */
  boolean fromKernel() {
    return facility == 0;
  }

  /** The lines as dmesg(1) prints them: {@code [ 5.140900] NET: Registered ...}. */
  List<String> lines() {
    String prefix =
        "["
            + padded(timestampMicros / 1_000_000, ' ', 5)
            + "."
            + padded(timestampMicros % 1_000_000, '0', 6)
            + "] ";
    return text.lines().map(line -> prefix + line).toList();
  }

  /** By hand, for String.format costs more than all else here when the log is read once. */
  private static String padded(long number, char fill, int width) {
    String digits = Long.toString(number);
    return String.valueOf(fill).repeat(Math.max(0, width - digits.length())) + digits;
  }

  /** "Unprintable and multi-byte characters are escaped by '\xNN'", as is the backslash. */
  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      int high = i + 3 < raw.length && raw[i] == '\\' && raw[i + 1] == 'x' ? hex(raw[i + 2]) : -1;
      int low = high >= 0 ? hex(raw[i + 3]) : -1;
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 3;
      } else {
        bytes.write(raw[i]);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int hex(byte digit) {
    return Character.digit(digit, 16);
  }
}
