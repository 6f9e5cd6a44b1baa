package io.tscwatch.daemon.history;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the history does, for status and metrics.
 *
 * @param health whether what happens is being kept
 * @param reason why not, one sentence; empty unless degraded
 * @param notice what was found at opening, such as a damaged file moved aside; one sentence
 * @param file where it is kept
 * @param storedEvents events in the file
 * @param storedBounds rows of bounds in the file
 * @param bytes size of the file and its write-ahead log
 * @param acknowledgedSequence {@link io.tscwatch.checks.watch.WatchEvent#sequence()} up to which
 *     every event of this run is in the file for good, but for those counted as lost; 0 before the
 *     first
 * @param pendingEvents events that wait in memory
 * @param lostEvents events that were dropped since the start, for want of room in memory
 * @param lostBounds rows of bounds that were dropped since the start
 */
public record HistoryState(
    Health health,
    Optional<String> reason,
    Optional<String> notice,
    Path file,
    long storedEvents,
    long storedBounds,
    long bytes,
    long acknowledgedSequence,
    long pendingEvents,
    long lostEvents,
    long lostBounds) {

  /** Whether what happens is being kept. */
  public enum Health {
    /** The file is being opened and checked. */
    OPENING,
    /** Everything that was told is, or is about to be, in the file. */
    OK,
    /** The file cannot be written: the latest events are kept in memory until it can. */
    DEGRADED,
    /** The daemon ends. */
    CLOSED
  }
}
