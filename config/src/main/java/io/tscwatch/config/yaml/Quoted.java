package io.tscwatch.config.yaml;

import java.util.regex.Pattern;

/** Quotes what stands in a file for a message on one line. */
final class Quoted {

  private static final Pattern USER_INFO = Pattern.compile("//[^/\\s]*@");
  private static final int MAX_CHARACTERS = 60;

  private Quoted() {}

  /** The text without what stands before the {@code @} of a URL: messages end up in logs. */
  static String withoutPassword(String text) {
    return USER_INFO.matcher(text).replaceAll("//...@");
  }

  /** The text in single quotes, without a password, shortened, control characters as dots. */
  static String text(String text) {
    String shown = withoutPassword(text);
    int[] visible =
        shown
            .codePoints()
            .limit(MAX_CHARACTERS)
            .map(character -> Character.isISOControl(character) ? '.' : character)
            .toArray();
    boolean cut = shown.codePointCount(0, shown.length()) > MAX_CHARACTERS;
    return "'" + new String(visible, 0, visible.length) + (cut ? "..." : "") + "'";
  }
}
