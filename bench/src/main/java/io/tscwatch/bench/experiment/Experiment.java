package io.tscwatch.bench.experiment;

import io.tscwatch.bench.report.Section;
import java.io.IOException;

/**
 * Something measured and told.
 *
 * @param <R> what it finds: a record that survives being written as JSON and read again
 */
public interface Experiment<R> {

  /** One word, lower case: the name of its file, and of itself on the command line. */
  String name();

  /** About how many seconds it takes at full effort on two idle CPUs. */
  int seconds();

  /** The class of its result, to read it from JSON. */
  Class<R> resultType();

  /**
   * Measures.
   *
   * @throws UnavailableException if this machine has not what it needs
   */
  R measure(Bench bench) throws IOException, InterruptedException;

  /** Tells what was found. Pure: the same result is always told in the same words. */
  void tell(R result, Section section);
}
