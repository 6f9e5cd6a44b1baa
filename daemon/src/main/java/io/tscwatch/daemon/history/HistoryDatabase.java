package io.tscwatch.daemon.history;

import io.tscwatch.daemon.history.Backlog.Batch;
import io.tscwatch.daemon.history.HistoryException.Reason;
import io.tscwatch.daemon.report.Names;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The open file, for its one writer.
 *
 * <p>A write-ahead log, because readers must never hold up the writer: with a rollback journal any
 * user who may read the file could, by a reader that is stopped in its pager, keep the daemon from
 * writing for ever. {@code synchronous=FULL} syncs the log before a commit returns (sqlite.org/
 * pragma.html), so that what is acknowledged survives a kill and a loss of power. A batch costs one
 * sync; the log is written back to the file every megabyte.
 *
 * <p>Not memory-mapped: a read error would be a signal that ends the process. The log's index is,
 * which is why nothing is written when the disk is nearly full: some file systems take a new block
 * for each page of it and, without one, send SIGBUS.
 *
 * <p>For use by one thread.
 */
final class HistoryDatabase implements AutoCloseable {

  /** So much stays free on the disk, for others and for the log's index. */
  static final long RESERVE_BYTES = 2 << 20;

  private static final String UPSERT_BOUNDS =
      "INSERT INTO bounds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
          + " samples = samples + excluded.samples,"
          + " lower_min_nanos = min(lower_min_nanos, excluded.lower_min_nanos),"
          + " lower_max_nanos = max(lower_max_nanos, excluded.lower_max_nanos),"
          + " upper_min_nanos = min(upper_min_nanos, excluded.upper_min_nanos),"
          + " upper_max_nanos = max(upper_max_nanos, excluded.upper_max_nanos),"
          + " width_min_nanos = min(width_min_nanos, excluded.width_min_nanos),"
          + " width_max_nanos = max(width_max_nanos, excluded.width_max_nanos)"
          + " RETURNING samples";

  private final Path file;
  private final Object fileKey;
  private final Connection connection;
  private final long reserveBytes;
  private final long run;
  private SizeLimit limit;
  private long storedEvents;
  private long storedBounds;

  private HistoryDatabase(
      Path file, Connection connection, long reserveBytes, StoredEvent.Run run, SizeLimit limit)
      throws HistoryException, SQLException {
    this.file = file;
    this.connection = connection;
    this.reserveBytes = reserveBytes;
    this.limit = limit;
    this.fileKey =
        fileKey(file)
            .orElseThrow(
                () -> new HistoryException(Reason.MISSING, file + " vanished while being opened"));
    OptionalLong known = find(run);
    this.run = known.isPresent() ? known.getAsLong() : insert(run);
    this.storedEvents = Sqlite.number(connection, "SELECT count(*) FROM event");
    this.storedBounds =
        Sqlite.number(
            connection,
            "SELECT (SELECT count(*) FROM bounds) + (SELECT count(*) FROM witness_rate)");
  }

  /**
   * Opens, checks and, if need be, makes or migrates the file.
   *
   * @throws HistoryException with the reason, {@link Reason#DAMAGED} if the file is to be moved
   *     aside
   */
  static HistoryDatabase open(
      Path file, HistorySchema schema, long reserveBytes, StoredEvent.Run run, SizeLimit limit)
      throws HistoryException {
    prepare(file, reserveBytes);
    refuseUnknown(file, schema);
    try {
      Connection connection = Sqlite.openWriting(file);
      try {
        configure(connection, file, schema, limit);
        return new HistoryDatabase(file, connection, reserveBytes, run, limit);
      } catch (HistoryException | SQLException | RuntimeException e) {
        closeQuietly(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw Sqlite.explained(file, e);
    }
  }

  /** Makes folder and file, readable by the group, which SQLite's log and its index take over. */
  private static void prepare(Path file, long reserveBytes) throws HistoryException {
    Path folder = file.toAbsolutePath().getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        if (!Files.isRegularFile(file)) {
          throw new HistoryException(Reason.NO_ACCESS, file + " is not a regular file");
        }
        return;
      }
      requireRoom(file, reserveBytes);
      Files.createFile(file);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    } catch (FileAlreadyExistsException e) {
      throw new HistoryException(Reason.NO_ACCESS, e.getMessage() + " is not a folder", e);
    } catch (IOException e) {
      throw new HistoryException(
          Reason.NO_ACCESS, file + " cannot be made: " + HistoryFiles.reason(e), e);
    }
  }

  /** Reads only, so that a file which is not for this version stays as it is, to the byte. */
  private static void refuseUnknown(Path file, HistorySchema schema) throws HistoryException {
    try (Connection reading = Sqlite.openReading(file)) {
      if (!HistorySchema.isEmpty(reading)) {
        schema.requireKnown(reading, file);
      }
    } catch (SQLException e) {
      throw Sqlite.explained(file, e);
    }
  }

  private static void configure(
      Connection connection, Path file, HistorySchema schema, SizeLimit limit)
      throws HistoryException, SQLException {
    if (HistorySchema.isEmpty(connection)) {
      // Gives pages back to the disk when the limit is lowered. Only before the first table: later
      // it writes page 1, which must not happen to a file that was not checked yet.
      Sqlite.execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
    }
    Sqlite.execute(connection, "PRAGMA journal_mode = WAL");
    Sqlite.execute(connection, "PRAGMA synchronous = FULL");
    Sqlite.execute(connection, "PRAGMA cache_size = -512");
    Sqlite.execute(connection, "PRAGMA temp_store = MEMORY");
    Sqlite.execute(connection, "PRAGMA mmap_size = 0");
    // Damage must be noticed where it is, and a schema of somebody else must not run.
    Sqlite.execute(connection, "PRAGMA cell_size_check = ON");
    Sqlite.execute(connection, "PRAGMA trusted_schema = OFF");
    check(connection, file);
    schema.migrate(connection);
    apply(connection, limit);
  }

  private static void check(Connection connection, Path file)
      throws HistoryException, SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      String answer = row.next() ? row.getString(1) : "no answer";
      if (!answer.equals("ok")) {
        throw new HistoryException(Reason.DAMAGED, file + " is damaged (" + answer + ")");
      }
    }
  }

  private static void apply(Connection connection, SizeLimit limit) throws SQLException {
    Sqlite.execute(connection, "PRAGMA max_page_count = " + limit.pages());
    Sqlite.execute(connection, "PRAGMA wal_autocheckpoint = " + limit.logPages());
    Sqlite.execute(
        connection, "PRAGMA journal_size_limit = " + limit.logPages() * SizeLimit.PAGE_BYTES);
  }

  /** This run, if the file was open before. */
  private OptionalLong find(StoredEvent.Run started) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id FROM run WHERE started_realtime_nanos = ? AND origin = ? AND label = ?")) {
      select.setLong(1, started.startedRealtimeNanos());
      select.setString(2, Names.of(started.origin().kind()));
      select.setString(3, started.origin().label());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  private long insert(StoredEvent.Run started) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO run (started_realtime_nanos, origin, label, version)"
                + " VALUES (?, ?, ?, ?)")) {
      insert.setLong(1, started.startedRealtimeNanos());
      insert.setString(2, Names.of(started.origin().kind()));
      insert.setString(3, started.origin().label());
      insert.setString(4, started.version());
      insert.executeUpdate();
    }
    return Sqlite.number(connection, "SELECT last_insert_rowid()");
  }

  /** A new limit: takes effect with the next writes. */
  void setLimit(SizeLimit newLimit) throws HistoryException {
    if (newLimit.isSameAs(limit)) {
      return;
    }
    try {
      limit = newLimit;
      apply(connection, limit);
    } catch (SQLException e) {
      throw Sqlite.explained(file, e);
    }
  }

  /**
   * Writes all of it or nothing; on return it is on the disk.
   *
   * @throws HistoryException if nothing was written
   */
  void write(Batch batch) throws HistoryException {
    requireSameFile();
    requireRoom(file, reserveBytes);
    try {
      if (isAtLimit()) {
        forget(transaction(() -> new Retention(connection).dropBeyond(limit)));
      }
      storedBounds += transaction(() -> insert(batch));
      storedEvents += batch.events().size();
    } catch (SQLException e) {
      throw Sqlite.explained(file, e);
    }
  }

  /** Hundreds of events may come between two samples, which is when the rest is pruned. */
  private boolean isAtLimit() throws SQLException {
    return Sqlite.number(connection, "PRAGMA page_count")
            - Sqlite.number(connection, "PRAGMA freelist_count")
        > limit.highPages();
  }

  /** Drops what is from before this moment and what is beyond the size limit. */
  void prune(long beforeRealtimeNanos) throws HistoryException {
    Retention retention = new Retention(connection);
    try {
      forget(transaction(() -> retention.dropBefore(beforeRealtimeNanos)));
      forget(transaction(() -> retention.dropBeyond(limit)));
      shrink();
    } catch (SQLException e) {
      throw Sqlite.explained(file, e);
    }
  }

  long storedEvents() {
    return storedEvents;
  }

  long storedBounds() {
    return storedBounds;
  }

  /** Of the file and its log, now. */
  long bytes() {
    return size(file) + size(HistoryFiles.log(file));
  }

  @Override
  public void close() throws HistoryException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Sqlite.explained(file, e);
    }
  }

  private interface Statements<R> {
    R run() throws SQLException;
  }

  private <R> R transaction(Statements<R> statements) throws SQLException {
    Sqlite.execute(connection, "BEGIN IMMEDIATE");
    try {
      R result = statements.run();
      Sqlite.execute(connection, "COMMIT");
      return result;
    } catch (SQLException | RuntimeException e) {
      rollback(e);
      throw e;
    }
  }

  private void rollback(Exception why) {
    try {
      Sqlite.execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      // SQLite has rolled back by itself after some errors (sqlite.org/lang_transaction.html).
      why.addSuppressed(e);
    }
  }

  /** Gives the number of rows of bounds that are new. */
  private long insert(Batch batch) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(EventRows.INSERT)) {
      for (var event : batch.events()) {
        EventRows.bind(insert, run, event);
        insert.executeUpdate();
      }
    }
    for (Outbox.Change change : batch.changes()) {
      OutboxRows.apply(connection, change);
    }
    long added = 0;
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT_BOUNDS)) {
      for (var samples : batch.samples()) {
        for (BoundsBucket bucket : samples.buckets()) {
          added += upsert(upsert, bucket, bucket.spanSeconds());
          for (long coarser : Spans.coarserThan(bucket.spanSeconds())) {
            added += upsert(upsert, bucket, coarser);
          }
        }
      }
    }
    for (var samples : batch.samples()) {
      added += RateRows.add(connection, samples.rates());
    }
    return added;
  }

  /** Gives 1 if the row is new, 0 if it was added to one. */
  private static int upsert(PreparedStatement upsert, BoundsBucket bucket, long span)
      throws SQLException {
    upsert.setLong(1, span);
    upsert.setLong(2, Spans.startOf(bucket.startSeconds(), span));
    upsert.setInt(3, bucket.cpu());
    upsert.setInt(4, bucket.reference());
    upsert.setLong(5, bucket.samples());
    upsert.setLong(6, bucket.lowerMinNanos());
    upsert.setLong(7, bucket.lowerMaxNanos());
    upsert.setLong(8, bucket.upperMinNanos());
    upsert.setLong(9, bucket.upperMaxNanos());
    upsert.setLong(10, bucket.widthMinNanos());
    upsert.setLong(11, bucket.widthMaxNanos());
    try (ResultSet row = upsert.executeQuery()) {
      // Every bucket has a sample: a sum has more than the part that was added.
      return row.next() && row.getLong(1) == bucket.samples() ? 1 : 0;
    }
  }

  private void forget(Retention.Dropped dropped) {
    storedEvents -= dropped.events();
    storedBounds -= dropped.bounds();
  }

  /** Gives free pages back only when the file is larger than allowed: else they are used again. */
  private void shrink() throws SQLException {
    long excess = Sqlite.number(connection, "PRAGMA page_count") - limit.pages();
    if (excess > 0) {
      try (Statement statement = connection.createStatement()) {
        // Of the driver's ways to run a statement, the one that steps it to its end.
        statement.executeUpdate("PRAGMA incremental_vacuum(" + excess + ")");
      }
      apply(connection, limit);
    }
  }

  /** A file that was deleted or replaced can still be written, but nobody would ever read it. */
  private void requireSameFile() throws HistoryException {
    if (!fileKey(file).equals(Optional.of(fileKey))) {
      throw new HistoryException(Reason.MISSING, file + " was removed or replaced by somebody");
    }
  }

  private static Optional<Object> fileKey(Path file) {
    try {
      return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void requireRoom(Path file, long reserveBytes) throws HistoryException {
    Path folder = file.toAbsolutePath().getParent();
    // File, not FileStore: the latter reads the table of mounts each time.
    if (folder != null && folder.toFile().getUsableSpace() < reserveBytes) {
      throw new HistoryException(
          Reason.FULL,
          file + " cannot grow: less than " + (reserveBytes >> 10) + " KiB are free on its disk");
    }
  }

  private static long size(Path path) {
    // A log that is not there has no bytes.
    return path.toFile().length();
  }

  private static void closeQuietly(Connection connection, Exception why) {
    try {
      connection.close();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }
}
