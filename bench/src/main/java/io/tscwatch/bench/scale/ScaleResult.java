package io.tscwatch.bench.scale;

import java.util.List;

/**
 * Costs by size.
 *
 * @param rows in ascending order of size
 */
public record ScaleResult(List<Row> rows) {

  public ScaleResult {
    rows = List.copyOf(rows);
  }

  /**
   * One size.
   *
   * @param cpus of the simulated machine
   * @param pairs measured in a sweep
   * @param planMillis to plan one sweep, every round of it
   * @param closureMillis to close the matrix over all pairs
   * @param judgeMillis to judge the evidence, which closes the matrix too
   * @param jsonMillis to write the report as JSON
   * @param jsonBytes how long that is
   * @param statusMillis to write the daemon's status as JSON
   * @param statusBytes how long that is
   * @param scrapeMillis to write the metrics
   * @param scrapeBytes how long they are
   * @param judgedKib the most memory that the process had when it had judged (VmHWM), with JVM and
   *     simulated machine
   * @param peakKib the same at its end, with report, status and metrics
   */
  public record Row(
      int cpus,
      int pairs,
      double planMillis,
      double closureMillis,
      double judgeMillis,
      double jsonMillis,
      long jsonBytes,
      double statusMillis,
      long statusBytes,
      double scrapeMillis,
      long scrapeBytes,
      long judgedKib,
      long peakKib) {}
}
