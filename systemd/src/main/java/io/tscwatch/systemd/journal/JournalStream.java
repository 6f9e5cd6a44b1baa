package io.tscwatch.systemd.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells whether an open file is the journal's.
 *
 * <p>systemd.exec(5): a service whose standard error is connected to the journal finds device and
 * inode of that socket in {@code JOURNAL_STREAM}, as {@code 8:25471}, and should compare them with
 * those of its descriptor, since the variable outlives a redirection.
 */
final class JournalStream {
  /** Standard error; stat(2) follows the link to whatever is open, a socket too. */
  static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private JournalStream() {}

  /**
   * Whether this file is the one that the variable names.
   *
   * @param variable the value of JOURNAL_STREAM; empty if it is not set
   */
  static boolean isNamedBy(String variable, Path file) {
    if (variable.isEmpty()) {
      return false;
    }
    try {
      return variable.equals(
          Files.getAttribute(file, "unix:dev") + ":" + Files.getAttribute(file, "unix:ino"));
    } catch (IOException e) {
      // Standard error is closed, or there is no /proc: nothing that could be the journal.
      return false;
    }
  }
}
