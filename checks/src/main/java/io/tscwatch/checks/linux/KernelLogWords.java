package io.tscwatch.checks.linux;

import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.finding.ReferenceVote;
import io.tscwatch.checks.klog.KernelDetail;
import io.tscwatch.checks.klog.KernelEvent;
import io.tscwatch.checks.klog.KernelEventCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the kernel's log amounts to, for people. */
final class KernelLogWords {

  private KernelLogWords() {}

  static String sentence(FindingCode code, List<KernelEvent> events) {
    return switch (code) {
      case KERNEL_MARKED_UNSTABLE ->
          "The kernel has marked the TSC unstable"
              + reason(events).map(words -> " (" + words + ")").orElse("")
              + watchdog(events).map(clock -> ", judging it by " + clock).orElse("")
              + "; it does not take that back before the next boot.";
      case KERNEL_WARP_REPORTED ->
          "The kernel's test of two CPUs saw time go backwards"
              + warp(events).map(cycles -> " by " + cycles + " cycles").orElse("")
              + ".";
      case KERNEL_FIRMWARE_BUG ->
          "The kernel complained about what firmware or hypervisor made of the TSC when it booted.";
      case KERNEL_ADJUST_REPAIRED ->
          restored(events)
              ? "The kernel found TSC_ADJUST changed while it ran, and wrote it back: something had"
                  + " written the TSC."
              : "The kernel moved the TSC of a CPU to compensate the warp that it had measured.";
      default ->
          "The kernel's watchdog could not judge the TSC, for reading its clocks took too long or"
              + " was interrupted.";
    };
  }

  /** What the measurement adds; nothing where it was not asked the same question. */
  static String weighed(FindingCode code, MeasuredSync measured) {
    boolean comparable =
        code == FindingCode.KERNEL_MARKED_UNSTABLE || code == FindingCode.KERNEL_WARP_REPORTED;
    if (!comparable) {
      return "";
    }
    return switch (measured) {
      case IN_SYNC -> " Now the TSCs were measured to be in sync with each other.";
      case OUT_OF_SYNC -> " The TSCs were measured to be out of sync, too.";
      case NOT_MEASURED -> "";
    };
  }

  /** What other clocks add, where it was another clock that disagreed. */
  static String voted(FindingCode code, List<KernelEvent> events, ReferenceVote vote) {
    if (code != FindingCode.KERNEL_MARKED_UNSTABLE
        || events.stream().noneMatch(KernelLogFindings::comparedWithAnotherClock)) {
      return "";
    }
    return switch (vote) {
      case TSC_CONFIRMED ->
          " Independent clocks confirm the TSC's rate now: it was the watchdog that was wrong, or"
              + " the fault is over.";
      case TSC_OUT -> " Independent clocks say so, too.";
      case UNDECIDED -> "";
    };
  }

  static String advice(
      FindingCode code, List<KernelEvent> events, MeasuredSync measured, ReferenceVote vote) {
    return switch (code) {
      case KERNEL_MARKED_UNSTABLE ->
          vote == ReferenceVote.TSC_CONFIRMED && measured == MeasuredSync.IN_SYNC
              ? "Boot with tsc=nowatchdog to have the TSC as clocksource again, and let tscwatch"
                  + " watch it."
              : measured == MeasuredSync.IN_SYNC
                      && watchdog(events).isPresent()
                      && vote == ReferenceVote.UNDECIDED
                  ? "The watchdog's own clock may be the bad one: compare the TSC with a third"
                      + " clock before you trust either."
                  : "Use another clocksource, and update the firmware.";
      case KERNEL_WARP_REPORTED -> "Update the firmware; until then use another clocksource.";
      case KERNEL_FIRMWARE_BUG -> "Update the firmware.";
      case KERNEL_ADJUST_REPAIRED ->
          restored(events)
              ? "Look for software that writes MSR 0x10 or 0x3b, and for firmware that runs now and"
                  + " then (SMM)."
              : "";
      default -> "";
    };
  }

  private static boolean restored(List<KernelEvent> events) {
    return KernelLogFindings.has(events, Set.of(KernelEventCode.TSC_ADJUST_RESTORED));
  }

  private static Optional<String> reason(List<KernelEvent> events) {
    return events.stream()
        .map(KernelEvent::detail)
        .filter(KernelDetail.Reason.class::isInstance)
        .map(detail -> ((KernelDetail.Reason) detail).words())
        .findFirst();
  }

  private static Optional<String> watchdog(List<KernelEvent> events) {
    return events.stream().flatMap(event -> event.watchdog().stream()).findFirst();
  }

  private static Optional<Long> warp(List<KernelEvent> events) {
    return events.stream()
        .map(KernelEvent::detail)
        .filter(KernelDetail.Warp.class::isInstance)
        .map(detail -> ((KernelDetail.Warp) detail).cycles())
        .max(Long::compare);
  }
}
