package io.tscwatch.bench.micro;

import java.util.List;

/**
 * What JMH measured.
 *
 * @param rows one for each benchmark and size
 */
public record MicroResult(List<Row> rows) {

  public MicroResult {
    rows = List.copyOf(rows);
  }

  /**
   * One benchmark.
   *
   * @param name its class and method
   * @param cpus of the simulated machine; 0: it has none
   * @param micros an operation, mean
   * @param error half the 99.9 % confidence interval of that, as JMH computes it
   */
  public record Row(String name, int cpus, double micros, double error) {}
}
