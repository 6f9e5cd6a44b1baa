package io.tscwatch.checks.linux;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.ReferenceVote;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.klog.KernelDetail;
import io.tscwatch.checks.klog.KernelEvent;
import io.tscwatch.checks.klog.KernelEventCode;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges what the kernel logged about the TSC since it booted, against what was measured. Events of
 * one kind make one finding, however many they are: the first is quoted, the rest are counted.
 *
 * <p>A log line alone is never critical: the kernel's watchdog condemns good TSCs too. It is when
 * the measurement confirms it.
 */
public final class KernelLogFindings {

  private static final int QUOTED_CHARACTERS = 160;

  private KernelLogFindings() {}

  /**
   * The findings of one log.
   *
   * @param log the events of the log, or why there are none
   * @param measured what the exchange proved of the whole machine
   * @param vote what other clocks said of the TSC's rate, which decides who was wrong when the
   *     kernel's watchdog complained
   */
  public static List<Finding> of(
      Reading<List<KernelEvent>> log, MeasuredSync measured, ReferenceVote vote) {
    if (log instanceof Reading.Present<List<KernelEvent>> present) {
      Map<FindingCode, List<KernelEvent>> groups = new EnumMap<>(FindingCode.class);
      for (KernelEvent event : present.value()) {
        codeOf(event)
            .ifPresent(code -> groups.computeIfAbsent(code, c -> new ArrayList<>()).add(event));
      }
      return groups.entrySet().stream()
          .map(group -> finding(group.getKey(), group.getValue(), measured, vote))
          .toList();
    }
    return List.of(unreadable(log));
  }

  private static Optional<FindingCode> codeOf(KernelEvent event) {
    return switch (event.code()) {
      case TSC_MARKED_UNSTABLE, WATCHDOG_SKEW -> Optional.of(FindingCode.KERNEL_MARKED_UNSTABLE);
      case WARP_MEASURED, WARP_RANDOM -> Optional.of(FindingCode.KERNEL_WARP_REPORTED);
      case TSC_ADJUST_BOOT_NONZERO, TSC_ADJUST_DIFFERS_IN_SOCKET, TSC_FIRMWARE_BUG_OTHER ->
          Optional.of(FindingCode.KERNEL_FIRMWARE_BUG);
      case TSC_ADJUST_RESTORED, TSC_ADJUST_COMPENSATED ->
          Optional.of(FindingCode.KERNEL_ADJUST_REPAIRED);
      case WATCHDOG_READBACK_DELAY, WATCHDOG_SKIPPED ->
          Optional.of(
              condemned(event)
                  ? FindingCode.KERNEL_MARKED_UNSTABLE
                  : FindingCode.KERNEL_WATCHDOG_NOISE);
      // What follows from another event, or is part of every boot.
      case CLOCKSOURCE_SWITCHED, TSC_CALIBRATED, TSC_REFINED, SCHED_CLOCK_UNSTABLE ->
          Optional.empty();
    };
  }

  private static boolean condemned(KernelEvent event) {
    return event.detail() instanceof KernelDetail.Readout readout && readout.markedUnstable();
  }

  private static Finding finding(
      FindingCode code, List<KernelEvent> events, MeasuredSync measured, ReferenceVote vote) {
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(new Quantity("events", events.size(), Unit.COUNT));
    events.stream()
        .flatMap(event -> event.skewNanos().stream().boxed())
        .findFirst()
        .ifPresent(skew -> quantities.add(new Quantity("skew", skew, Unit.NANOSECONDS)));
    String more = events.size() > 1 ? " (and " + (events.size() - 1) + " more lines)" : "";
    return new Finding(
        code,
        severity(code, events, measured, vote),
        events.stream().map(KernelEvent::cpus).reduce(CpuSet.empty(), CpuSet::plus),
        quantities,
        "kernel log: " + quoted(events.get(0)) + more,
        KernelLogWords.sentence(code, events)
            + KernelLogWords.weighed(code, measured)
            + KernelLogWords.voted(code, events, vote),
        KernelLogWords.advice(code, events, measured, vote));
  }

  private static Severity severity(
      FindingCode code, List<KernelEvent> events, MeasuredSync measured, ReferenceVote vote) {
    boolean confirmed = measured == MeasuredSync.OUT_OF_SYNC;
    return switch (code) {
      case KERNEL_MARKED_UNSTABLE ->
          confirmed
              ? Severity.CRITICAL
              : events.stream().anyMatch(KernelLogFindings::comparedWithAnotherClock)
                  ? ofVote(vote)
                  : Severity.WARNING;
      case KERNEL_WARP_REPORTED -> confirmed ? Severity.CRITICAL : Severity.WARNING;
      case KERNEL_ADJUST_REPAIRED ->
          has(events, Set.of(KernelEventCode.TSC_ADJUST_RESTORED))
              ? Severity.WARNING
              : Severity.INFO;
      // Repaired by the kernel before any program ran, or of no consequence for the counter.
      case KERNEL_FIRMWARE_BUG -> confirmed ? Severity.WARNING : Severity.INFO;
      default -> Severity.INFO;
    };
  }

  /** What the others say of a disagreement between the TSC and the kernel's watchdog. */
  static Severity ofVote(ReferenceVote vote) {
    return switch (vote) {
      case TSC_CONFIRMED -> Severity.WARNING;
      case TSC_OUT -> Severity.CRITICAL;
      case UNDECIDED -> Severity.UNKNOWN;
    };
  }

  /**
   * The kernel compared the TSC with another clock and they disagreed. Which of the two is wrong
   * only a third one can tell: that all CPUs agree with each other says nothing of it.
   */
  static boolean comparedWithAnotherClock(KernelEvent event) {
    return event.code() == KernelEventCode.WATCHDOG_SKEW
        && !(event.detail() instanceof KernelDetail.InterCpuSkew);
  }

  static boolean has(List<KernelEvent> events, Set<KernelEventCode> codes) {
    return events.stream().anyMatch(event -> codes.contains(event.code()));
  }

  private static String quoted(KernelEvent event) {
    String line = event.text().lines().findFirst().orElse("");
    return '"'
        + (line.length() > QUOTED_CHARACTERS ? line.substring(0, QUOTED_CHARACTERS) + "..." : line)
        + '"';
  }

  private static Finding unreadable(Reading<List<KernelEvent>> log) {
    String reason = log.whyNot().orElse("");
    return new Finding(
        FindingCode.KERNEL_LOG_UNREADABLE,
        Severity.INFO,
        CpuSet.empty(),
        List.of(),
        reason,
        "The kernel log could not be read ("
            + reason
            + "): whether the kernel has complained about the TSC is unknown.",
        log instanceof Reading.Denied<List<KernelEvent>> denied ? denied.remedy() : "");
  }
}
