package io.tscwatch.daemon.http;

import java.util.Optional;

/**
 * Whether events are being remembered.
 *
 * @param file the database, as an absolute path; empty if nothing is kept on disk
 * @param recording true if what happens now is being written
 * @param problem one sentence on what is wrong, or what was and cost records (such as a corrupt
 *     file that was moved aside); empty if nothing is
 */
public record HistoryHealth(Optional<String> file, boolean recording, Optional<String> problem) {

  /** By hand: see {@link io.tscwatch.checks.schedule.CpuPair#equals}. */
  @Override
  public boolean equals(Object other) {
    return other instanceof HistoryHealth health
        && file.equals(health.file)
        && recording == health.recording
        && problem.equals(health.problem);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * file.hashCode() + Boolean.hashCode(recording)) + problem.hashCode();
  }
}
