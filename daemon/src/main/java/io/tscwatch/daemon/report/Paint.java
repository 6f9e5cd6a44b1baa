package io.tscwatch.daemon.report;

import io.tscwatch.checks.verdict.Verdict;

/**
 * Colours text for a terminal, or leaves it plain.
 *
 * @param on true to colour
 */
public record Paint(boolean on) {

  /** Colours if the output is a terminal that wants it: see no-color.org for NO_COLOR. */
  public static Paint forTerminal() {
    String noColor = System.getenv("NO_COLOR");
    boolean refused = noColor != null && !noColor.isEmpty();
    return new Paint(!refused && Terminal.isStdout() && !"dumb".equals(System.getenv("TERM")));
  }

  /** The text in an SGR colour such as {@code 1;31}; plain for the empty colour. */
  public String in(String sgr, String text) {
    return on && !sgr.isEmpty() ? "\u001b[" + sgr + "m" + text + "\u001b[0m" : text;
  }

  /** The verdict's name, green, yellow or red. */
  public String verdict(Verdict verdict) {
    String sgr =
        switch (verdict) {
          case RELIABLE -> "1;32";
          case UNKNOWN -> "1;33";
          case UNRELIABLE -> "1;31";
        };
    return in(sgr, verdict.name());
  }
}
