package io.tscwatch.checks.klog;

import java.util.regex.Pattern;

/**
 * Undoes what terminals, mail programs and web pages do to a line of a log, and nothing else:
 * letters and digits of a message are never changed.
 */
final class LogText {

  /**
   * How much of a line is looked at. The kernel's longest message is 976 characters
   * (kernel/printk/printk.c, LOG_LINE_MAX); prefixes and markup get the rest.
   */
  static final int MAX_CHARS = 4096;

  /** ECMA-48 control sequences, as {@code dmesg --color} and consoles write them. */
  private static final Pattern ESCAPES = Pattern.compile("\u001b(?:\\[[0-9;?]*+[@-~]|[@-Z\\\\-_])");

  private static final Pattern HTML_TAGS =
      Pattern.compile("</?+(?:br|pre|code|p|span|div|tt|b|i|li|td|tr)\\b[^<>]{0,200}+>");

  private static final Pattern BOARD_TAGS =
      Pattern.compile("\\[/?+(?:COLOR|FONT|SIZE|B|I|CODE|QUOTE)(?:=[^\\[\\]]{0,40}+)?+\\]");

  private LogText() {}

  /** The line as it once was, with each run of white space made one space, and none around it. */
  static String cleaned(String raw) {
    String text = raw.length() > MAX_CHARS ? raw.substring(0, MAX_CHARS) : raw;
    if (text.indexOf('\u001b') >= 0) {
      text = ESCAPES.matcher(text).replaceAll("");
    }
    if (text.indexOf('&') >= 0) {
      text = withoutEntities(text);
    }
    if (text.indexOf('<') >= 0) {
      text = HTML_TAGS.matcher(text).replaceAll("");
    }
    if (text.contains("[/")) {
      text = BOARD_TAGS.matcher(text).replaceAll("");
    }
    if (text.indexOf('=') >= 0) {
      // Of quoted-printable mail, only what no kernel message can contain by itself.
      text = text.replace("=3D", "=").replace("=20", " ").replace("=C2=A0", " ");
    }
    return plain(text);
  }

  private static String withoutEntities(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
  }

  /** Typographic quotes and spaces made plain, invisible characters removed. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || Character.isSpaceChar(c)) {
        space = plain.length() > 0;
      } else if (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT) {
        if (space) {
          plain.append(' ');
          space = false;
        }
        plain.append(c == '\u2018' || c == '\u2019' ? '\'' : c);
      }
    }
    return plain.toString();
  }
}
