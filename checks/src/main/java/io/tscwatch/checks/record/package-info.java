/**
 * A record of everything that was read from a machine, in one file that can be judged again
 * anywhere.
 *
 * <p>Data enters through {@link io.tscwatch.checks.record.RecordingMachine}, which stands between a
 * machine and whoever asks it, and notes every answer. {@link io.tscwatch.checks.record.RecordFile}
 * keeps the notes as a ZIP archive of plain text, and {@link
 * io.tscwatch.checks.record.ReplayedMachine} gives the same answers to the same questions again.
 * Whoever asks is the same code all three times.
 *
 * <p>What could be private is left out before the asker sees it ({@link
 * io.tscwatch.checks.record.Redaction}), so that a check that records and its replay judge the
 * same.
 */
package io.tscwatch.checks.record;
