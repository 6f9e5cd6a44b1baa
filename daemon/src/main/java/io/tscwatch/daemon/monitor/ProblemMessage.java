package io.tscwatch.daemon.monitor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tscwatch.checks.finding.Wording;
import io.tscwatch.checks.verdict.Verdict;

/**
 * What a custom plugin of node-problem-detector prints: one line, of which it keeps {@code
 * max_output_length} bytes, 80 by default. It says what and where, not how much: a message that
 * changes with every reading would make an event of the node each time.
 */
public final class ProblemMessage {

  /** Exit codes of its plugins (node-problem-detector, docs/custom_plugin_monitor.md). */
  public static final int OK = 0;

  public static final int NOT_OK = 1;
  public static final int UNKNOWN = 2;

  /** Default of {@code max_output_length}; the line feed is trimmed before it counts. */
  static final int MOST_BYTES = 80;

  private ProblemMessage() {}

  public static int exitCode(Verdict verdict) {
    return switch (verdict) {
      case RELIABLE -> OK;
      case UNRELIABLE -> NOT_OK;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /** The line, without its end. */
  public static String of(Standing standing) {
    String text = NagiosLine.subject(standing) + "TSC is " + word(standing);
    for (Standing.Found found : standing.findings()) {
      if (found.severity().equals(decisive(standing.verdict()))) {
        String cpus = found.cpus().isEmpty() ? "" : " " + Wording.cpus(found.cpus());
        return cut(text + ": " + found.code() + cpus);
      }
    }
    return cut(text);
  }

  /** What is printed, with exit code {@link #UNKNOWN}, when there is nothing to judge. */
  public static String unknown(String why) {
    return cut("TSC is unknown: " + why);
  }

  private static String word(Standing standing) {
    return switch (standing.verdict()) {
      case RELIABLE -> "reliable";
      case UNRELIABLE -> "unreliable";
      case UNKNOWN -> "unknown";
    };
  }

  private static String decisive(Verdict verdict) {
    return switch (verdict) {
      case UNRELIABLE -> "critical";
      case UNKNOWN -> "unknown";
      case RELIABLE -> "";
    };
  }

  /** In ASCII a character is a byte, so that no cut leaves half of one. */
  private static String cut(String text) {
    String ascii = new String(NagiosLine.plain(text).getBytes(US_ASCII), US_ASCII);
    return ascii.length() <= MOST_BYTES ? ascii : ascii.substring(0, MOST_BYTES - 3) + "...";
  }
}
