package io.tscwatch.checks.klog;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What one log's events say together; the judgement of it is {@link LogJudgement}. */
final class LogFacts {

  /**
   * The PM timer's 24 bits at 3.579545 MHz (ACPI specification, 4.8.3.3) come around in this time.
   * A check that was late by a turn finds a clock off by just that.
   */
  private static final long PM_TIMER_TURN_NANOS = 4_686_970_000L;

  /** No readout takes so long. */
  private static final long TURN_TOLERANCE_NANOS = 50_000_000L;

  private final List<KernelEvent> events;
  private final Optional<String> hypervisor;

  LogFacts(List<KernelEvent> events, Optional<String> hypervisor) {
    this.events = List.copyOf(events);
    this.hypervisor = hypervisor;
  }

  KernelLogSummary summary() {
    return LogJudgement.of(this);
  }

  boolean has(KernelEventCode code) {
    return of(code).findAny().isPresent();
  }

  long count(KernelEventCode code) {
    return of(code).count();
  }

  Stream<KernelEvent> of(KernelEventCode code) {
    return events.stream().filter(event -> event.code() == code);
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /** Whether the kernel gave the TSC up, said in any of the ways in which it says so. */
  boolean condemned() {
    return has(KernelEventCode.TSC_MARKED_UNSTABLE)
        || has(KernelEventCode.WATCHDOG_SKEW)
        || has(KernelEventCode.WARP_MEASURED)
        || has(KernelEventCode.WARP_RANDOM)
        || has(KernelEventCode.SCHED_CLOCK_UNSTABLE)
        || condemnedForReadout();
  }

  boolean condemnedForReadout() {
    return of(KernelEventCode.WATCHDOG_READBACK_DELAY)
        .anyMatch(e -> e.detail() instanceof KernelDetail.Readout r && r.markedUnstable());
  }

  /** TSCs of different CPUs seen out of order, by either of the kernel's two tests. */
  boolean cpusDisagree() {
    return has(KernelEventCode.WARP_MEASURED)
        || has(KernelEventCode.WARP_RANDOM)
        || of(KernelEventCode.WATCHDOG_SKEW)
            .anyMatch(e -> e.detail() instanceof KernelDetail.InterCpuSkew);
  }

  boolean firmwareWrote() {
    return has(KernelEventCode.TSC_ADJUST_BOOT_NONZERO)
        || has(KernelEventCode.TSC_ADJUST_DIFFERS_IN_SOCKET)
        || has(KernelEventCode.TSC_ADJUST_RESTORED);
  }

  /** A guest, by its own words or by a clock that only guests have. */
  boolean virtual() {
    return hypervisor.isPresent()
        || events.stream()
            .flatMap(e -> Stream.concat(e.clocksource().stream(), e.watchdog().stream()))
            .anyMatch(LogFacts::isGuestClock)
        || reasonContains("Hyper-V");
  }

  Optional<String> hypervisor() {
    return hypervisor;
  }

  static boolean isGuestClock(String clock) {
    return clock.equals("kvm-clock") || clock.equals("xen") || clock.startsWith("hyperv_");
  }

  boolean reasonContains(String words) {
    return reasons().anyMatch(reason -> reason.contains(words));
  }

  /** Why the TSC was marked unstable, in the kernel's words. */
  Stream<String> reasons() {
    return of(KernelEventCode.TSC_MARKED_UNSTABLE)
        .flatMap(
            e ->
                e.detail() instanceof KernelDetail.Reason r
                    ? Stream.of(r.words())
                    : Stream.empty());
  }

  /** The skew against a reference clock that is largest, or one of unknown size. */
  Optional<KernelEvent> worstSkew() {
    return comparisons()
        .max(Comparator.comparingLong((KernelEvent e) -> Math.abs(e.skewNanos().orElse(0))));
  }

  boolean skewAgainst(Predicate<String> watchdog) {
    return comparisons().anyMatch(e -> e.watchdog().filter(watchdog).isPresent());
  }

  /** Whether a skew is the PM timer's turn, or two or three of them. */
  boolean pmTimerTurned() {
    return comparisons()
        .filter(e -> e.watchdog().map("acpi_pm"::equals).orElse(true))
        .flatMapToLong(e -> e.skewNanos().stream())
        .map(Math::abs)
        .filter(nanos -> nanos > PM_TIMER_TURN_NANOS / 2 && nanos < 4 * PM_TIMER_TURN_NANOS)
        .map(nanos -> (nanos + PM_TIMER_TURN_NANOS / 2) % PM_TIMER_TURN_NANOS)
        .anyMatch(off -> Math.abs(off - PM_TIMER_TURN_NANOS / 2) < TURN_TOLERANCE_NANOS);
  }

  /** Whether a check that was left out shows a difference that no readout explains. */
  boolean skippedFarApart() {
    return of(KernelEventCode.WATCHDOG_SKIPPED)
        .flatMapToLong(e -> e.skewNanos().stream())
        .anyMatch(nanos -> Math.abs(nanos) > TURN_TOLERANCE_NANOS);
  }

  private Stream<KernelEvent> comparisons() {
    return of(KernelEventCode.WATCHDOG_SKEW)
        .filter(e -> !(e.detail() instanceof KernelDetail.InterCpuSkew));
  }

  /** The longest readout that was too slow, in nanoseconds; 0 if none has a number. */
  long slowestReadoutNanos() {
    return events.stream()
        .mapToLong(e -> e.detail() instanceof KernelDetail.Readout r ? r.nanos() : 0)
        .max()
        .orElse(0);
  }

  /** The clocksource that the timekeeper took last. */
  Optional<String> lastSwitch() {
    return of(KernelEventCode.CLOCKSOURCE_SWITCHED)
        .reduce((earlier, later) -> later)
        .flatMap(KernelEvent::clocksource);
  }
}
