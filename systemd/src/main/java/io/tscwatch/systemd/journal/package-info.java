/**
 * What the daemon says to people and to log collectors: one line an event, with typed fields.
 *
 * <p>In: {@link io.tscwatch.systemd.journal.JournalEvent} records from the daemon. Out: the systemd
 * journal, with a {@code MESSAGE_ID} a kind of event and {@code TSCWATCH_*} fields; or standard
 * error where there is no journal. {@link io.tscwatch.systemd.journal.Logging} decides which, once,
 * and sets Log4j up for the libraries too; {@link io.tscwatch.systemd.journal.EventLog} writes. The
 * message catalogue, {@code src/dist/catalog/tscwatch.catalog}, explains every {@link
 * io.tscwatch.systemd.journal.MessageId} to {@code journalctl -x}.
 */
package io.tscwatch.systemd.journal;
