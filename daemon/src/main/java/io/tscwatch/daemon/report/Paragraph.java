package io.tscwatch.daemon.report;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of at most {@value #WIDTH} characters. */
public final class Paragraph {

  private static final int WIDTH = 96;

  private Paragraph() {}

  /** The text in lines, each with the same indent; a word that is longer stays whole. */
  public static List<String> lines(String indent, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder current = new StringBuilder(indent);
    for (String word : text.split(" ", -1)) {
      boolean first = current.length() == indent.length();
      if (!first && current.length() + 1 + word.length() > WIDTH) {
        lines.add(current.toString());
        current.setLength(indent.length());
        first = true;
      }
      current.append(first ? "" : " ").append(word);
    }
    lines.add(current.toString());
    return lines;
  }
}
