package io.tscwatch.bench.rate;

import java.util.List;

/**
 * Certified rates by observation time.
 *
 * @param real on this machine, one exchange of 1 ms a second
 * @param simulated no rate, an interval of this machine drawn at random every ten seconds
 * @param drawnFrom how many real intervals the simulation draws from
 * @param halfWidthNanos median of half their widths
 */
public record RateResults(
    List<Certified> real, List<Certified> simulated, int drawnFrom, double halfWidthNanos) {

  /**
   * What is certified after some time.
   *
   * @param seconds since the first observation
   * @param observations so far
   * @param bounded false if the rate is not bounded yet, or was contradicted
   * @param picosPerSecond the largest |rate| that is not ruled out
   */
  public record Certified(double seconds, long observations, boolean bounded, long picosPerSecond) {

    /** Parts per billion. */
    double ppb() {
      return picosPerSecond / 1000.0;
    }
  }
}
