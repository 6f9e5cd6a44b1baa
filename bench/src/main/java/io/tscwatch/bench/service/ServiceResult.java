package io.tscwatch.bench.service;

import io.tscwatch.bench.statistics.Spread;
import java.util.List;

/**
 * What the daemon costs.
 *
 * @param starts from exec to ready, by Java
 * @param seconds for which cost was taken
 * @param cpuShare CPU time of all its threads, as a share of one core
 * @param exchangeShare that of the exchanges alone, by its own account
 * @param wakeupsPerSecond how often its threads slept and were woken; those of exchanges, which
 *     live a millisecond, not counted
 * @param residentKib memory at ready, and after the requests
 * @param requests how many GETs of the status were made
 * @param requestedKib memory after them
 * @param jitter of the victim, in turns
 */
public record ServiceResult(
    List<Start> starts,
    double seconds,
    double cpuShare,
    double exchangeShare,
    double wakeupsPerSecond,
    long residentKib,
    int requests,
    long requestedKib,
    List<Jitter> jitter) {

  /**
   * Starts with one Java.
   *
   * @param java its version
   * @param millis from exec of the launcher to ready, first sweep included
   */
  public record Start(String java, Spread millis) {}

  /**
   * One turn of the victim.
   *
   * @param cpu on which it ran
   * @param daemon whether the daemon ran meanwhile
   * @param iterations of the victim's loop
   * @param p50Nanos the time of an iteration, median
   * @param p999Nanos 99.9th percentile
   * @param maxNanos the longest
   */
  public record Jitter(
      int cpu,
      boolean daemon,
      long iterations,
      double p50Nanos,
      double p999Nanos,
      double maxNanos) {}
}
