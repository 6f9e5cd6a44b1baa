package io.tscwatch.systemd.journal;

import com.sun.jna.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where lines go. */
public enum LogTarget {
  /** The journal's own socket, with fields. */
  JOURNAL,
  /**
   * Standard error, which the journal reads: no fields, but each line starts with its priority as
   * sd-daemon(3) wants it, {@code <4>}. For systems with a journal but without libsystemd.
   */
  STANDARD_ERROR_WITH_PRIORITY,
  /** Standard error, read by people: time, priority, line. */
  CONSOLE;

  private static final Path JOURNAL_SOCKET = Path.of("/run/systemd/journal/socket");

  /**
   * The best target for this process. Both the socket and the library are looked for: without the
   * socket libsystemd drops every line and says nothing, without the library the appender cannot be
   * made.
   */
  public static LogTarget forThisProcess(Map<String, String> environment) {
    if (!JournalStream.isNamedBy(
        environment.getOrDefault("JOURNAL_STREAM", ""), JournalStream.STANDARD_ERROR)) {
      return CONSOLE;
    }
    return isJournalReachable() ? JOURNAL : STANDARD_ERROR_WITH_PRIORITY;
  }

  /** Whether lines sent to {@link #JOURNAL} would arrive. */
  public static boolean isJournalReachable() {
    return Files.exists(JOURNAL_SOCKET) && hasLibsystemd();
  }

  private static boolean hasLibsystemd() {
    try {
      NativeLibrary.getInstance("systemd");
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }
}
