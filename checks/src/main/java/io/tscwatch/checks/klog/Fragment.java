package io.tscwatch.checks.klog;

import io.tscwatch.checks.topology.CpuSet;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one line of the kernel says. Some are events by themselves, others are parts of a report of
 * several lines, which {@link Report} puts together.
 */
sealed interface Fragment {

  /** A message that is an event by itself. */
  record Whole(
      KernelEventCode code,
      CpuSet cpus,
      Optional<String> clocksource,
      Optional<String> watchdog,
      OptionalLong skewNanos,
      KernelDetail detail)
      implements Fragment {

    static Whole of(KernelEventCode code) {
      return of(code, CpuSet.empty(), KernelDetail.NONE);
    }

    static Whole of(KernelEventCode code, CpuSet cpus, KernelDetail detail) {
      return new Whole(
          code, cpus, Optional.empty(), Optional.empty(), OptionalLong.empty(), detail);
    }

    Whole about(String clock) {
      return new Whole(code, cpus, Optional.of(clock), watchdog, skewNanos, detail);
    }

    Whole against(String reference) {
      return new Whole(code, cpus, clocksource, Optional.of(reference), skewNanos, detail);
    }

    Whole skewed(long nanos) {
      return new Whole(code, cpus, clocksource, watchdog, OptionalLong.of(nanos), detail);
    }
  }

  /** The watchdog begins to report a clock's skew. */
  record SkewHeader(CpuSet cpu, String clock) implements Fragment {}

  /** The reference's readings in such a report; the interval since Linux 5.17. */
  record WatchdogReading(String name, OptionalLong nanos) implements Fragment {}

  /** The judged clock's readings. */
  record ClockReading(String name, OptionalLong nanos) implements Fragment {}

  /** The skew in words, since Linux 6.0. Empty if its own numbers contradict each other. */
  record SkewStatement(String clock, OptionalLong skewNanos, String watchdog) implements Fragment {}

  /** Which clock the timekeeper uses meanwhile: ends the report. */
  record CurrentClock() implements Fragment {}

  /** The rewritten watchdog saw the TSCs of two CPUs out of order; the pair follows. */
  record InterCpuHeader(String clock) implements Fragment {}

  /** The CPU that read less although it read later, and by how much. */
  record InterCpuPair(CpuSet cpus, long cycles) implements Fragment {}

  /** The test of two CPUs failed. */
  record WarpHeader(CpuSet cpus) implements Fragment {}

  record WarpMeasured(long cycles) implements Fragment {}

  record WarpRandom() implements Fragment {}

  /** Two reads of the watchdog in a row took too long; the check is left out. */
  record SlowWatchdog(CpuSet cpu, String watchdog, long nanos) implements Fragment {}

  record CheckSkipped(String clock, long nanos) implements Fragment {}

  /** How the boot calibration was done. */
  record CalibrationMethod() implements Fragment {}

  /**
   * The frequency it found.
   *
   * @param tscItself the line is of the TSC, where it differs from the processor's line before it
   */
  record CalibrationResult(long kilohertz, boolean tscItself) implements Fragment {}

  /** The first line of what sched_clock says when it stops to trust the TSC. */
  record LateUnstable() implements Fragment {}

  record SchedClockUnstable() implements Fragment {}
}
