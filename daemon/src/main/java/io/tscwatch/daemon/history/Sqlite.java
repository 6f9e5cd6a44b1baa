package io.tscwatch.daemon.history;

import io.tscwatch.daemon.history.HistoryException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.SQLiteOpenMode;

/** Opens connections, and says in a sentence what SQLite's result codes mean for the history. */
final class Sqlite {

  private static final int BUSY_MILLIS = (int) TimeUnit.SECONDS.toMillis(2);

  private Sqlite() {}

  /** A connection that may write; makes the file if there is none. */
  static Connection openWriting(Path file) throws HistoryException, SQLException {
    return open(file, new SQLiteConfig(), "");
  }

  /** A connection that may not write. */
  static Connection openReading(Path file) throws HistoryException, SQLException {
    return open(file, readOnly(), "");
  }

  /**
   * A connection for a file that nobody writes: without locks, and so without the shared memory
   * that a reader who may not write to the folder could not make. See "Read-Only Databases" in
   * sqlite.org/wal.html.
   */
  static Connection openUnchanging(Path file) throws HistoryException, SQLException {
    return open(file, readOnly(), "?immutable=1");
  }

  private static SQLiteConfig readOnly() {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return config;
  }

  private static Connection open(Path file, SQLiteConfig config, String parameters)
      throws HistoryException, SQLException {
    load();
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    config.setBusyTimeout(BUSY_MILLIS);
    return config.createConnection("jdbc:sqlite:" + uri(file) + parameters);
  }

  /** See sqlite.org/uri.html: a question mark or percent sign of a name must be escaped. */
  private static String uri(Path file) {
    return "file://" + file.toAbsolutePath().toUri().getRawPath();
  }

  /** The driver unpacks its library to java.io.tmpdir unless org.sqlite.lib.path names a folder. */
  private static void load() throws HistoryException {
    if (Library.MISSING.isPresent()) {
      throw new HistoryException(Reason.NO_LIBRARY, Library.MISSING.get());
    }
  }

  /** Loaded once: what fails here fails until the process is started anew. */
  private static final class Library {

    /** Held, because the JDK forgets the level of a logger that nobody holds. */
    private static final Logger DRIVER = Logger.getLogger(SQLiteJDBCLoader.class.getName());

    static final Optional<String> MISSING = load();

    private static Optional<String> load() {
      // It logs stack traces of each place where the library is not; the sentence says it all.
      // Without effect where the driver finds SLF4J.
      DRIVER.setLevel(Level.OFF);
      try {
        SQLiteJDBCLoader.initialize();
        return Optional.empty();
      } catch (Exception | LinkageError e) {
        String why = String.valueOf(e.getMessage()).replaceFirst("(?s)(, paths=|\n).*", "");
        return Optional.of(
            "SQLite's native library cannot be loaded ("
                + why
                + "); where /tmp is mounted noexec, -Dorg.sqlite.lib.path=FOLDER has to name one"
                + " that has libsqlitejdbc.so");
      }
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the only row. */
  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        throw new SQLException("no row from: " + sql);
      }
      return row.getLong(1);
    }
  }

  /** What a failure means; see sqlite.org/rescode.html. */
  static HistoryException explained(Path file, SQLException e) {
    int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : e.getErrorCode();
    // The low byte of an extended result code is the primary one.
    SQLiteErrorCode primary = SQLiteErrorCode.getErrorCode(code & 0xff);
    return switch (primary) {
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          exception(Reason.DAMAGED, file, "is damaged (" + words(e) + ")", e);
      case SQLITE_FULL -> exception(Reason.FULL, file, "cannot grow: no room is left", e);
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
          exception(Reason.NO_ACCESS, file, "may not be written", e);
      case SQLITE_CANTOPEN ->
          exception(
              Reason.NO_ACCESS, file, "cannot be opened: it or its folder may not be used", e);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          exception(Reason.BUSY, file, "is held by another process", e);
      default -> exception(Reason.FAILED, file, "cannot be used (" + words(e) + ")", e);
    };
  }

  private static HistoryException exception(
      Reason reason, Path file, String predicate, SQLException e) {
    return new HistoryException(reason, file + " " + predicate, e);
  }

  private static String words(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
