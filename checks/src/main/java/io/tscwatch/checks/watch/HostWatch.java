package io.tscwatch.checks.watch;

import static io.tscwatch.checks.finding.Wording.nanos;

import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.machine.TimeSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the system's clocks say happened to the machine between two looks at them: suspend, a clock
 * that was set, counters that jumped all together.
 *
 * <p>CLOCK_BOOTTIME is CLOCK_MONOTONIC plus the time in suspend, and CLOCK_REALTIME is
 * CLOCK_BOOTTIME plus a difference that only setting the clock changes: NTP slews all three alike
 * (timekeeping, kernel/time/timekeeping.c). CLOCK_MONOTONIC_RAW is not slewed; while it is made
 * from the TSC itself, a jump of the TSC cannot be seen by it.
 */
final class HostWatch {

  /** The clocks are read one after the other, maybe with an interrupt between. */
  private static final long CLOCK_TOLERANCE_NANOS = 1_000_000;

  /** A frequency that is only declared may be wrong by so much: one in a thousand. */
  private static final long FREQUENCY_TOLERANCE = 1000;

  private Optional<TimeSample> last = Optional.empty();

  /** The last look. */
  Optional<TimeSample> last() {
    return last;
  }

  /**
   * Looks at the clocks again.
   *
   * @param pages what the hypervisor's pages say happened since the last look
   */
  List<HostEvent> look(
      TimeSample now, Optional<TscFrequency> frequency, HypervisorPages.Change pages) {
    Optional<TimeSample> before = last;
    last = Optional.of(now);
    if (before.isEmpty()) {
      return List.of();
    }
    List<HostEvent> events = new ArrayList<>();
    long suspended = suspendedNanos(before.get(), now);
    if (suspended > CLOCK_TOLERANCE_NANOS) {
      events.add(suspend(suspended));
    } else {
      hypervisor(jumpNanos(before.get(), now, frequency), pages).ifPresent(events::add);
    }
    long set = setNanos(before.get(), now);
    if (Math.abs(set) > CLOCK_TOLERANCE_NANOS) {
      events.add(clockSet(set));
    }
    return events;
  }

  private static long suspendedNanos(TimeSample before, TimeSample now) {
    return (now.boottimeNanos() - now.monotonicNanos())
        - (before.boottimeNanos() - before.monotonicNanos());
  }

  private static long setNanos(TimeSample before, TimeSample now) {
    return (now.realtimeNanos() - now.boottimeNanos())
        - (before.realtimeNanos() - before.boottimeNanos());
  }

  /** By how much the counter left CLOCK_MONOTONIC_RAW; 0 if by no more than can be told. */
  private static long jumpNanos(
      TimeSample before, TimeSample now, Optional<TscFrequency> frequency) {
    if (frequency.isEmpty() || before.cpu() != now.cpu()) {
      return 0;
    }
    long elapsed = now.monotonicRawNanos() - before.monotonicRawNanos();
    long counted = frequency.get().estimateNanos(now.tscBeforeCycles() - before.tscBeforeCycles());
    long jump = counted - elapsed;
    return Math.abs(jump) > CLOCK_TOLERANCE_NANOS + elapsed / FREQUENCY_TOLERANCE ? jump : 0;
  }

  private static HostEvent suspend(long nanos) {
    return new HostEvent(
        WatchEvent.Kind.SUSPEND_RESUMED,
        Severity.INFO,
        true,
        List.of(new Quantity("suspended", nanos, Unit.NANOSECONDS)),
        "The machine resumed after a suspend of " + nanos(nanos) + ".");
  }

  private static HostEvent clockSet(long nanos) {
    return new HostEvent(
        WatchEvent.Kind.CLOCK_SET,
        Severity.INFO,
        false,
        List.of(new Quantity("set", nanos, Unit.NANOSECONDS)),
        "Someone set the wall clock "
            + (nanos > 0 ? "forwards" : "back")
            + " by "
            + nanos(Math.abs(nanos))
            + "; the TSC is not concerned.");
  }

  private static Optional<HostEvent> hypervisor(long jumpNanos, HypervisorPages.Change pages) {
    List<Quantity> quantities =
        jumpNanos == 0 ? List.of() : List.of(new Quantity("jump", jumpNanos, Unit.NANOSECONDS));
    String jumped =
        jumpNanos == 0
            ? ""
            : "; the TSC jumped by "
                + nanos(jumpNanos)
                + " against CLOCK_MONOTONIC_RAW, on all CPUs together";
    if (pages.disrupted() || (jumpNanos != 0 && pages.updated())) {
      return Optional.of(
          new HostEvent(
              WatchEvent.Kind.GUEST_MIGRATED,
              Severity.WARNING,
              true,
              quantities,
              "The hypervisor migrated this guest or restored it from a snapshot ("
                  + pages.evidence()
                  + ")"
                  + jumped
                  + "."));
    }
    if (pages.stopped()) {
      return Optional.of(
          new HostEvent(
              WatchEvent.Kind.GUEST_PAUSED,
              Severity.INFO,
              true,
              quantities,
              "The hypervisor paused this guest (" + pages.evidence() + ")" + jumped + "."));
    }
    return jumpNanos == 0
        ? Optional.empty()
        : Optional.of(
            new HostEvent(
                WatchEvent.Kind.TSC_JUMPED_TOGETHER,
                Severity.WARNING,
                true,
                quantities,
                "The TSC jumped by "
                    + nanos(jumpNanos)
                    + " against CLOCK_MONOTONIC_RAW, on all CPUs together: an event of the host,"
                    + " such as a migration or a pause."));
  }
}
