package io.tscwatch.checks.measure;

/** Told how far a measurement is. Called by the measuring thread, between exchanges. */
@FunctionalInterface
public interface Progress {

  /** Tells nobody. */
  Progress SILENT = (done, all, what) -> {};

  /**
   * Some rounds are done.
   *
   * @param done rounds done
   * @param all rounds planned by now; retries may add some
   * @param what what is being done, for people
   */
  void report(long done, long all, String what);
}
