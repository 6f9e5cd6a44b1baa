package io.tscwatch.daemon.history;

import io.tscwatch.daemon.history.HistoryException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The files of one history: the database, what SQLite puts beside it, and damaged former ones. */
final class HistoryFiles {

  /** So many damaged files are kept for whoever wants to know; a dying disk may make many. */
  private static final int KEPT = 3;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private HistoryFiles() {}

  /** The write-ahead log of a database; see sqlite.org/tempfiles.html. */
  static Path log(Path database) {
    return database.resolveSibling(database.getFileName() + "-wal");
  }

  private static Path logIndex(Path database) {
    return database.resolveSibling(database.getFileName() + "-shm");
  }

  /**
   * Moves a damaged database with its log out of the way, to {@code NAME.corrupt-TIME}; nobody may
   * have it open. The oldest of such files go when there are more than three.
   *
   * @return where it is now
   */
  static Path moveAside(Path database, Instant now) throws HistoryException {
    try {
      Path target = freeName(database, now);
      // The log first: a database without its log is old, a log without its database is rubbish.
      if (Files.exists(log(database))) {
        Files.move(log(database), log(target));
      }
      Files.move(database, target);
      Files.deleteIfExists(logIndex(database));
      dropOld(database);
      return target;
    } catch (IOException e) {
      throw new HistoryException(
          Reason.NO_ACCESS, database + " is damaged and cannot be moved aside: " + reason(e), e);
    }
  }

  private static Path freeName(Path database, Instant now) {
    String name = prefix(database) + STAMP.format(now);
    Path target = database.resolveSibling(name);
    for (int i = 2; Files.exists(target); i++) {
      target = database.resolveSibling(name + "." + i);
    }
    return target;
  }

  private static String prefix(Path database) {
    return database.getFileName() + ".corrupt-";
  }

  private static void dropOld(Path database) throws IOException {
    Path folder = database.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    List<Path> aside;
    try (var entries = Files.list(folder)) {
      aside =
          entries
              .filter(path -> String.valueOf(path.getFileName()).startsWith(prefix(database)))
              .filter(path -> !path.toString().endsWith("-wal"))
              .sorted(Comparator.naturalOrder())
              .toList();
    }
    for (Path old : aside.subList(0, Math.max(0, aside.size() - KEPT))) {
      Files.deleteIfExists(log(old));
      Files.delete(old);
    }
  }

  /** In words why a file could not be used; the JDK often gives the name of the file alone. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return String.valueOf(e.getMessage());
  }
}
