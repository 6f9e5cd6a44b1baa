package io.tscwatch.config.yaml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** From bytes to the characters of a YAML file, with the place of the first that is not allowed. */
final class YamlText {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private YamlText() {}

  /** The text, without a byte order mark. */
  static String decode(String file, byte[] bytes) throws InvalidYamlException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      String message = String.format("the byte 0x%02X is not UTF-8", bytes[in.position()]);
      throw wrong(end(file, text), message, "a file in UTF-8");
    }
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  /**
   * Refuses what YAML calls not printable (YAML 1.1, 5.1 Character Set). The parser would refuse it
   * too, but without its line.
   */
  static void checkPrintable(String file, String text) throws InvalidYamlException {
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      if (!isPrintable(character)) {
        String message = String.format("the character U+%04X is not allowed", character);
        throw wrong(end(file, text.substring(0, at)), message, "");
      }
      at += Character.charCount(character);
    }
  }

  private static boolean isPrintable(int character) {
    return character == '\t'
        || character == '\n'
        || character == '\r'
        || character == 0x85
        || (character >= 0x20 && character < 0x7F)
        || (character >= 0xA0 && character < 0xD800)
        || (character >= 0xE000 && character < 0xFFFE && character != BYTE_ORDER_MARK)
        || character >= 0x10000;
  }

  /** The place right after a text. */
  private static Position end(String file, String before) {
    int lines = (int) before.chars().filter(character -> character == '\n').count();
    String lastLine = before.substring(before.lastIndexOf('\n') + 1);
    return new Position(file, lines + 1, lastLine.codePointCount(0, lastLine.length()) + 1);
  }

  static InvalidYamlException wrong(Position position, String message, String expected) {
    return new InvalidYamlException(
        List.of(new YamlProblem(position, "", "", message, expected, "")));
  }
}
