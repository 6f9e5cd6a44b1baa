package io.tscwatch.checks.kvm.guest;

import io.tscwatch.checks.kvm.KvmclockPage;
import io.tscwatch.checks.machine.TimeSample;

/**
 * How far the kvmclock was ahead of CLOCK_BOOTTIME at one moment. The moment lies between two reads
 * of the TSC, and the page turns each into the kvmclock's time of it: so the difference lies
 * between these two, by causality alone.
 *
 * @param monotonicNanos when, on CLOCK_MONOTONIC
 * @param lowerNanos the least that the kvmclock was ahead
 * @param upperNanos the most
 * @param pageVersion changes when the host wrote the page anew
 */
public record ClockDifference(
    long monotonicNanos, long lowerNanos, long upperNanos, long pageVersion) {

  /** The difference from a page and a sample that was taken after the page was read. */
  public static ClockDifference of(KvmclockPage page, TimeSample sample) {
    return new ClockDifference(
        sample.monotonicNanos(),
        page.nanosAt(sample.tscBeforeCycles()) - sample.boottimeNanos(),
        page.nanosAt(sample.tscAfterCycles()) - sample.boottimeNanos(),
        page.version());
  }
}
