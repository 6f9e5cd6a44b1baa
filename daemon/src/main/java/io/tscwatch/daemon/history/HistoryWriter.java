package io.tscwatch.daemon.history;

import io.tscwatch.config.HistorySettings;
import io.tscwatch.daemon.history.Backlog.Batch;
import io.tscwatch.daemon.history.HistoryException.Reason;
import io.tscwatch.daemon.history.HistoryState.Health;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes the file. Sleeps until there is something to write. After a failure
 * everything stays in the backlog, and it tries again after a pause that doubles each time.
 */
final class HistoryWriter implements Runnable {

  /**
   * What tests make smaller.
   *
   * @param firstPauseNanos before the first new attempt
   * @param longestPauseNanos the pause does not grow beyond this
   * @param reserveBytes so much stays free on the disk
   */
  record Tuning(long firstPauseNanos, long longestPauseNanos, long reserveBytes) {

    static final Tuning USUAL =
        new Tuning(5_000_000_000L, 300_000_000_000L, HistoryDatabase.RESERVE_BYTES);
  }

  private final Path file;
  private final HistorySchema schema;
  private final StoredEvent.Run run;
  private final Backlog backlog;
  private final Tuning tuning;
  private final Consumer<HistoryState> changes;

  /** What the last write or failure left. */
  private record Standing(
      Health health,
      Optional<String> reason,
      Optional<String> notice,
      long storedEvents,
      long storedBounds,
      long bytes,
      long acknowledgedSequence) {}

  private @Nullable HistoryDatabase database;
  private Optional<String> notice = Optional.empty();
  private long acknowledged;
  private volatile HistorySettings settings;
  private volatile Standing standing =
      new Standing(Health.OPENING, Optional.empty(), Optional.empty(), 0, 0, 0, 0);

  HistoryWriter(
      HistorySettings settings,
      HistorySchema schema,
      StoredEvent.Run run,
      Backlog backlog,
      Tuning tuning,
      Consumer<HistoryState> changes) {
    this.file = settings.file();
    this.settings = settings;
    this.schema = schema;
    this.run = run;
    this.backlog = backlog;
    this.tuning = tuning;
    this.changes = changes;
  }

  /** New limits; the file stays. Safe from any thread. */
  void setSettings(HistorySettings newSettings) {
    settings = newSettings;
  }

  /** Safe from any thread. */
  HistoryState state() {
    Standing now = standing;
    return new HistoryState(
        now.health(),
        now.reason(),
        now.notice(),
        file,
        now.storedEvents(),
        now.storedBounds(),
        now.bytes(),
        now.acknowledgedSequence(),
        backlog.pendingEvents(),
        backlog.lostEvents(),
        backlog.lostBounds());
  }

  @Override
  public void run() {
    try {
      loop();
      publish(Health.CLOSED, standing.reason());
    } catch (InterruptedException e) {
      // Whoever interrupts wants the thread to end; what is pending is shown as pending.
      Thread.currentThread().interrupt();
      publish(Health.CLOSED, Optional.of("the history's thread was interrupted"));
    } catch (Error e) {
      publish(Health.DEGRADED, Optional.of("the history's thread ended: " + e));
      throw e;
    } finally {
      close();
    }
  }

  private void loop() throws InterruptedException {
    long pauseNanos = tuning.firstPauseNanos();
    while (true) {
      try {
        open();
        backlog.awaitWork();
        writeAll();
        pauseNanos = tuning.firstPauseNanos();
        if (backlog.isStopped() && backlog.isEmpty()) {
          return;
        }
      } catch (HistoryException | RuntimeException e) {
        degrade(e);
        if (backlog.isStopped()) {
          return;
        }
        backlog.pause(pauseNanos);
        pauseNanos = Math.min(2 * pauseNanos, tuning.longestPauseNanos());
      }
    }
  }

  private void open() throws HistoryException {
    if (database != null) {
      return;
    }
    SizeLimit limit = SizeLimit.ofBytes(settings.maxSizeBytes());
    try {
      database = HistoryDatabase.open(file, schema, tuning.reserveBytes(), run, limit);
    } catch (HistoryException e) {
      if (e.reason() != Reason.DAMAGED) {
        throw e;
      }
      Path aside = HistoryFiles.moveAside(file, Instant.now());
      notice = Optional.of(e.getMessage() + "; it was moved to " + aside + " and a new one begun");
      database = HistoryDatabase.open(file, schema, tuning.reserveBytes(), run, limit);
    }
    // With something to write, that write will tell.
    if (backlog.isEmpty()) {
      publish(Health.OK, Optional.empty());
    }
  }

  private void writeAll() throws HistoryException {
    HistoryDatabase open = database;
    if (open == null) {
      return;
    }
    open.setLimit(SizeLimit.ofBytes(settings.maxSizeBytes()));
    for (Batch batch = backlog.take(); !batch.isEmpty(); batch = backlog.take()) {
      try {
        open.write(batch);
      } catch (HistoryException | RuntimeException e) {
        backlog.giveBack(batch);
        throw e;
      }
      backlog.written();
      for (var event : batch.events()) {
        acknowledged = Math.max(acknowledged, event.sequence());
      }
      for (var samples : batch.samples()) {
        open.prune(samples.realtimeNanos() - settings.maxAgeNanos());
      }
      publish(Health.OK, Optional.empty());
    }
  }

  private void degrade(Exception e) {
    // Only these two leave the connection as good as it was.
    boolean usable =
        e instanceof HistoryException known
            && (known.reason() == Reason.FULL || known.reason() == Reason.BUSY);
    if (!usable) {
      close();
    }
    String sentence =
        e instanceof HistoryException ? String.valueOf(e.getMessage()) : "a fault of ours: " + e;
    publish(Health.DEGRADED, Optional.of(sentence));
  }

  private void publish(Health health, Optional<String> reason) {
    Standing before = standing;
    HistoryDatabase open = database;
    standing =
        new Standing(
            health,
            reason,
            notice,
            open == null ? before.storedEvents() : open.storedEvents(),
            open == null ? before.storedBounds() : open.storedBounds(),
            open == null ? before.bytes() : open.bytes(),
            acknowledged);
    boolean news =
        health != before.health()
            || !reason.equals(before.reason())
            || !notice.equals(before.notice());
    if (news) {
      changes.accept(state());
    }
  }

  private void close() {
    HistoryDatabase open = database;
    database = null;
    if (open != null) {
      try {
        open.close();
      } catch (HistoryException e) {
        notice = Optional.of(String.valueOf(e.getMessage()));
      }
    }
  }
}
