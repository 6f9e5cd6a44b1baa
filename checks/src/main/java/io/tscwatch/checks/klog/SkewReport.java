package io.tscwatch.checks.klog;

import io.tscwatch.checks.klog.Fragment.Whole;
import io.tscwatch.checks.topology.CpuSet;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The watchdog's report of a skew, old and rewritten: a header, both clocks' readings, perhaps the
 * skew in words. An excerpt may lack any of them, the header too.
 */
final class SkewReport extends Report {

  private boolean headed;
  private boolean ended;
  private CpuSet cpu = CpuSet.empty();
  private Optional<String> clock = Optional.empty();
  private Optional<String> watchdog = Optional.empty();
  private Optional<Fragment.ClockReading> clockReading = Optional.empty();
  private Optional<Fragment.WatchdogReading> watchdogReading = Optional.empty();
  private Optional<Fragment.SkewStatement> statement = Optional.empty();

  SkewReport(LogLine first) {
    super(first);
  }

  @Override
  boolean take(LogLine line, Fragment fragment) {
    if (ended) {
      return false;
    }
    if (fragment instanceof Fragment.SkewHeader header) {
      return takeHeader(header);
    }
    if (fragment instanceof Fragment.ClockReading reading) {
      return takeClock(reading);
    }
    if (fragment instanceof Fragment.WatchdogReading reading) {
      return takeWatchdog(reading);
    }
    if (fragment instanceof Fragment.SkewStatement words) {
      return takeStatement(words);
    }
    ended = fragment instanceof Fragment.CurrentClock;
    return ended;
  }

  private boolean takeHeader(Fragment.SkewHeader header) {
    if (headed || clock.isPresent() || watchdog.isPresent()) {
      return false;
    }
    headed = true;
    cpu = header.cpu();
    clock = Optional.of(header.clock());
    return true;
  }

  private boolean takeClock(Fragment.ClockReading reading) {
    if (clockReading.isPresent() || !agrees(clock, reading.name())) {
      return false;
    }
    clockReading = Optional.of(reading);
    clock = Optional.of(reading.name());
    return true;
  }

  private boolean takeWatchdog(Fragment.WatchdogReading reading) {
    if (watchdogReading.isPresent() || !agrees(watchdog, reading.name())) {
      return false;
    }
    watchdogReading = Optional.of(reading);
    watchdog = Optional.of(reading.name());
    return true;
  }

  private boolean takeStatement(Fragment.SkewStatement words) {
    if (statement.isPresent()
        || !agrees(clock, words.clock())
        || !agrees(watchdog, words.watchdog())) {
      return false;
    }
    statement = Optional.of(words);
    clock = Optional.of(words.clock());
    watchdog = Optional.of(words.watchdog());
    return true;
  }

  private static boolean agrees(Optional<String> known, String name) {
    return known.isEmpty() || known.get().equals(name);
  }

  @Override
  Optional<Whole> meaning() {
    return clock
        .filter(KernelMessage::isTsc)
        .map(
            tsc ->
                new Whole(
                    KernelEventCode.WATCHDOG_SKEW,
                    cpu,
                    clock,
                    watchdog,
                    skewNanos(),
                    intervals().<KernelDetail>map(i -> i).orElse(KernelDetail.NONE)));
  }

  private Optional<KernelDetail.Intervals> intervals() {
    OptionalLong ofClock =
        clockReading.map(Fragment.ClockReading::nanos).orElse(OptionalLong.empty());
    OptionalLong ofWatchdog =
        watchdogReading.map(Fragment.WatchdogReading::nanos).orElse(OptionalLong.empty());
    return ofClock.isPresent() && ofWatchdog.isPresent()
        ? Optional.of(new KernelDetail.Intervals(ofClock.getAsLong(), ofWatchdog.getAsLong()))
        : Optional.empty();
  }

  /** The skew as stated and as computed; none if they contradict each other. */
  private OptionalLong skewNanos() {
    OptionalLong stated =
        statement.map(Fragment.SkewStatement::skewNanos).orElse(OptionalLong.empty());
    Optional<Long> computed = intervals().map(i -> i.clockNanos() - i.watchdogNanos());
    if (computed.isEmpty()) {
      return stated;
    }
    boolean contradicted = stated.isPresent() && stated.getAsLong() != computed.get();
    return contradicted ? OptionalLong.empty() : OptionalLong.of(computed.get());
  }
}
