package io.tscwatch.checks.klog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A report of several lines that is being put together. Its number is that of its first line.
 *
 * <p>Other messages may stand between its lines, because CPUs share the log; how many is limited by
 * {@link KernelLogFollower}.
 */
abstract class Report {

  private final LogLine first;
  private final List<String> texts = new ArrayList<>();

  Report(LogLine first) {
    this.first = first;
    texts.add(first.text());
  }

  /** Takes the fragment if it is the next part of this report. */
  final boolean absorb(LogLine line, Fragment fragment) {
    boolean taken = take(line, fragment);
    if (taken && !isEventOfItsOwn(fragment)) {
      texts.add(line.text());
    }
    return taken;
  }

  /** True for a part whose text belongs to another event than this report's. */
  boolean isEventOfItsOwn(Fragment fragment) {
    return false;
  }

  abstract boolean take(LogLine line, Fragment fragment);

  /** What the report says; empty if it is not about the TSC. */
  abstract Optional<Fragment.Whole> meaning();

  /** The event or events, in the order of their lines. */
  List<KernelEvent> events() {
    return meaning()
        .map(whole -> List.of(event(first, whole, String.join("\n", texts))))
        .orElse(List.of());
  }

  static KernelEvent event(LogLine line, Fragment.Whole whole, String text) {
    return new KernelEvent(
        line.number(),
        line.bootNanos(),
        line.stamp(),
        whole.code(),
        whole.cpus(),
        whole.clocksource(),
        whole.watchdog(),
        whole.skewNanos(),
        whole.detail(),
        text);
  }

  /** The report that begins with this fragment; empty if none does. */
  static Optional<Report> begin(LogLine line, Fragment fragment) {
    Report report;
    if (fragment instanceof Fragment.SkewHeader
        || fragment instanceof Fragment.WatchdogReading
        || fragment instanceof Fragment.ClockReading
        || fragment instanceof Fragment.SkewStatement) {
      report = new SkewReport(line);
    } else if (fragment instanceof Fragment.InterCpuHeader) {
      report = new InterCpuReport(line);
    } else if (fragment instanceof Fragment.WarpHeader
        || fragment instanceof Fragment.WarpMeasured
        || fragment instanceof Fragment.WarpRandom) {
      report = new WarpReport(line);
    } else if (fragment instanceof Fragment.SlowWatchdog
        || fragment instanceof Fragment.CheckSkipped) {
      report = new SkipReport(line);
    } else if (fragment instanceof Fragment.CalibrationMethod
        || fragment instanceof Fragment.CalibrationResult) {
      report = new CalibrationReport(line);
    } else if (fragment instanceof Fragment.LateUnstable
        || fragment instanceof Fragment.SchedClockUnstable) {
      report = new SchedClockReport(line);
    } else {
      return Optional.empty();
    }
    report.take(line, fragment);
    return Optional.of(report);
  }
}
