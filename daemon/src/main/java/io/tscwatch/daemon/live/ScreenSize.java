package io.tscwatch.daemon.live;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large the terminal is.
 *
 * @param columns characters in a line
 * @param rows lines
 */
record ScreenSize(int columns, int rows) {

  /** What a terminal has that does not say. */
  static final ScreenSize USUAL = new ScreenSize(80, 24);

  /** As {@code stty size} prints it: {@code 24 80}, rows first. */
  private static final Pattern STTY = Pattern.compile("(\\d{1,5}) (\\d{1,5})\\s*");

  /** Asks stty(1), which everything with a shell has; once, and again at each SIGWINCH. */
  static ScreenSize ofTerminal() throws InterruptedException {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream out = stty.getInputStream()) {
        String text = new String(out.readAllBytes(), StandardCharsets.US_ASCII);
        stty.waitFor(1, TimeUnit.SECONDS);
        return parse(text);
      }
    } catch (IOException e) {
      // No stty, or no terminal: a screen of the usual size is shown on any.
      return USUAL;
    }
  }

  static ScreenSize parse(String text) {
    Matcher size = STTY.matcher(text);
    if (!size.matches() || size.group(1).equals("0") || size.group(2).equals("0")) {
      return USUAL;
    }
    return new ScreenSize(Integer.parseInt(size.group(2)), Integer.parseInt(size.group(1)));
  }
}
