package io.tscwatch.checks.cpuid;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The twelve letters that a vendor spells in three registers. */
final class CpuidText {

  private CpuidText() {}

  static String of(int first, int second, int third) {
    byte[] letters =
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(first)
            .putInt(second)
            .putInt(third)
            .array();
    int length = letters.length;
    while (length > 0 && letters[length - 1] == 0) {
      length--;
    }
    // A hypervisor may put anything there; what is shown to people stays printable.
    return new String(letters, 0, length, StandardCharsets.ISO_8859_1)
        .replaceAll("[^\\x20-\\x7e]", "?");
  }
}
