package io.tscwatch.daemon.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether this process's output goes to a terminal. */
public final class Terminal {

  private Terminal() {}

  public static boolean isStdout() {
    return isTerminal(1);
  }

  public static boolean isStderr() {
    return isTerminal(2);
  }

  /** System.console() tells it only of stdin and stdout together; /proc tells it of each. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      // Closed, or no procfs: nobody is there to see colours.
      return false;
    }
  }
}
