package io.tscwatch.config.yaml;

/** Quotes what stands in a file for a message on one line. */
final class Quoted {

  private static final int MAX_CHARACTERS = 60;

  private Quoted() {}

  /** The text in single quotes, shortened, control characters as dots. */
  static String text(String text) {
    int[] visible =
        text.codePoints()
            .limit(MAX_CHARACTERS)
            .map(character -> Character.isISOControl(character) ? '.' : character)
            .toArray();
    boolean cut = text.codePointCount(0, text.length()) > MAX_CHARACTERS;
    return "'" + new String(visible, 0, visible.length) + (cut ? "..." : "") + "'";
  }
}
