package io.tscwatch.daemon.manual;

import java.util.regex.Pattern;

/** Writes text with the man(7) macros, escaped as groff_man_style(7) asks. */
final class Roff {
  private static final Pattern CONTROL_AT_LINE_START = Pattern.compile("(?m)^([.'])");

  private final StringBuilder text = new StringBuilder();

  /** The title line of a page of section 1. */
  void title(String name, String source) {
    text.append(".TH \"").append(escape(name)).append("\" \"1\" \"\" \"");
    text.append(escape(source)).append("\" \"User Commands\"\n");
  }

  void section(String name) {
    text.append(".SH ").append(escape(name)).append('\n');
  }

  /** Filled text; empty lines start new paragraphs. */
  void paragraph(String words) {
    text.append(".PP\n").append(body(words));
  }

  /** Text whose line breaks stay. */
  void literal(String lines) {
    text.append(".PP\n.nf\n").append(body(lines)).append(".fi\n");
  }

  /** A term in bold with its explanation indented below. */
  void item(String term, String explanation) {
    text.append(".TP\n\\fB").append(escape(term)).append("\\fR\n").append(body(explanation));
  }

  private static String body(String words) {
    String escaped = escape(words.strip()).replaceAll("\\n\\s*\\n", "\n.sp\n");
    return escaped + "\n";
  }

  /** Nothing in it is a request or an escape, and a hyphen can be pasted into a shell. */
  static String escape(String plain) {
    String escaped = plain.replace("\\", "\\e").replace("-", "\\-");
    return CONTROL_AT_LINE_START.matcher(escaped).replaceAll("\\\\&$1");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
