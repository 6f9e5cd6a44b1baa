/**
 * What the watch found, kept across restarts: an SQLite file, {@code tscwatch history}, and what
 * {@code /v1/history} answers from.
 *
 * <p>In: events and statuses of the watch ({@link io.tscwatch.daemon.history.History} is one of its
 * listeners). Out: {@link io.tscwatch.daemon.history.StoredEvent}s and {@link
 * io.tscwatch.daemon.history.BoundsBucket}s, read beside the writer, also by another process and
 * another user. One thread writes; the watching thread never waits for a disk, and no fault of the
 * disk or the file reaches it.
 */
package io.tscwatch.daemon.history;
