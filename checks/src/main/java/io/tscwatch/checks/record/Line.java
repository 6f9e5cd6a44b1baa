package io.tscwatch.checks.record;

import java.util.ArrayList;
import java.util.List;

/**
 * One answer as text: fields separated by tabs, then lines that begin with a tab, one for each
 * member of a list.
 *
 * <p>Inside a field a backslash begins an escape: {@code \\}, {@code \t}, {@code \n}, {@code \r},
 * and {@code \}{@code uXXXX} for other control characters and for halves of a pair that cannot be
 * written in UTF-8. So every string of Java comes back as it was.
 */
record Line(List<String> fields, List<String> members) {

  Line {
    fields = List.copyOf(fields);
    members = List.copyOf(members);
  }

  static Line of(String... fields) {
    return new Line(List.of(fields), List.of());
  }

  /** The same answer with more fields in front. */
  Line after(List<String> more) {
    List<String> all = new ArrayList<>(more);
    all.addAll(fields);
    return new Line(all, members);
  }

  void appendTo(StringBuilder text) {
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        text.append('\t');
      }
      escape(fields.get(i), text);
    }
    text.append('\n');
    for (String member : members) {
      text.append('\t');
      escape(member, text);
      text.append('\n');
    }
  }

  /**
   * Reads the lines of an entry; those that begin with # are for people.
   *
   * @throws IllegalArgumentException naming the line
   */
  static List<Line> parse(String text) {
    List<Line> lines = new ArrayList<>();
    List<String> fields = List.of();
    List<String> members = new ArrayList<>();
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      number++;
      if (raw.isEmpty() || raw.startsWith("#")) {
        continue;
      }
      try {
        if (raw.charAt(0) != '\t') {
          if (!fields.isEmpty()) {
            lines.add(new Line(fields, members));
          }
          fields = unescapeAll(raw);
          members = new ArrayList<>();
        } else if (fields.isEmpty()) {
          throw new IllegalArgumentException("a list member without an answer before it");
        } else {
          members.add(unescape(raw.substring(1)));
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
      }
    }
    if (!fields.isEmpty()) {
      lines.add(new Line(fields, members));
    }
    return lines;
  }

  private static List<String> unescapeAll(String raw) {
    List<String> fields = new ArrayList<>();
    for (String field : raw.split("\t", -1)) {
      fields.add(unescape(field));
    }
    return fields;
  }

  static void escape(String field, StringBuilder text) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> {
          boolean firstOfPair =
              Character.isHighSurrogate(c)
                  && i + 1 < field.length()
                  && Character.isLowSurrogate(field.charAt(i + 1));
          if (firstOfPair) {
            text.append(c).append(field.charAt(++i));
          } else if (Character.isISOControl(c) || Character.isSurrogate(c)) {
            text.append(String.format("\\u%04x", (int) c));
          } else if (i == 0 && c == '#') {
            // A field that begins an entry's line must not look like a comment.
            text.append("\\u0023");
          } else {
            text.append(c);
          }
        }
      }
    }
  }

  private static String unescape(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    StringBuilder text = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char kind = ++i < field.length() ? field.charAt(i) : ' ';
      switch (kind) {
        case '\\' -> text.append('\\');
        case 't' -> text.append('\t');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 'u' -> {
          text.append(unicode(field, i + 1));
          i += 4;
        }
        default -> throw new IllegalArgumentException("unknown escape in '" + field + "'");
      }
    }
    return text.toString();
  }

  private static char unicode(String field, int begin) {
    int code = 0;
    for (int i = begin; i < begin + 4; i++) {
      int digit = i < field.length() ? Character.digit(field.charAt(i), 16) : -1;
      if (digit < 0) {
        throw new IllegalArgumentException("unknown escape in '" + field + "'");
      }
      code = code << 4 | digit;
    }
    return (char) code;
  }
}
