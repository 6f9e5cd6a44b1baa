package io.tscwatch.checks.klog;

import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells what the kernel did, in the order in which it does such things. */
final class LogStory {

  private LogStory() {}

  static String tell(LogFacts facts) {
    if (facts.isEmpty()) {
      return "The kernel said nothing about the TSC.";
    }
    List<String> deeds = new ArrayList<>();
    calibration(facts).ifPresent(deeds::add);
    firmware(facts).forEach(deeds::add);
    warp(facts).ifPresent(deeds::add);
    readouts(facts).ifPresent(deeds::add);
    skew(facts).ifPresent(deeds::add);
    if (facts.has(KernelEventCode.WATCHDOG_SKIPPED)) {
      deeds.add("left out " + times(facts.count(KernelEventCode.WATCHDOG_SKIPPED), "check"));
    }
    if (facts.condemned()) {
      deeds.add(
          facts
              .reasons()
              .findFirst()
              .map(r -> "declared the TSC unstable (" + r + ")")
              .orElse("declared the TSC unstable"));
    }
    facts.lastSwitch().ifPresent(clock -> deeds.add("took the clocksource " + clock));
    return "The kernel " + listed(deeds) + ".";
  }

  private static Optional<String> calibration(LogFacts facts) {
    return Stream.concat(
            facts.of(KernelEventCode.TSC_CALIBRATED), facts.of(KernelEventCode.TSC_REFINED))
        .filter(e -> e.detail() instanceof KernelDetail.Frequency)
        .reduce((earlier, later) -> later)
        .map(
            e ->
                "calibrated the TSC to "
                    + ((KernelDetail.Frequency) e.detail()).kilohertz()
                    + " kHz")
        .or(
            () ->
                facts.has(KernelEventCode.TSC_CALIBRATED)
                    ? Optional.of("calibrated the TSC")
                    : Optional.empty());
  }

  private static List<String> firmware(LogFacts facts) {
    List<String> deeds = new ArrayList<>();
    if (facts.has(KernelEventCode.TSC_ADJUST_BOOT_NONZERO)) {
      deeds.add(
          "found TSC_ADJUST not zero at boot"
              + on(cpus(facts, KernelEventCode.TSC_ADJUST_BOOT_NONZERO)));
    }
    if (facts.has(KernelEventCode.TSC_ADJUST_DIFFERS_IN_SOCKET)) {
      deeds.add("made different values of TSC_ADJUST within a socket equal");
    }
    if (facts.has(KernelEventCode.TSC_ADJUST_RESTORED)) {
      deeds.add(
          "restored a TSC_ADJUST that had changed, "
              + times(facts.count(KernelEventCode.TSC_ADJUST_RESTORED), "time")
              + on(cpus(facts, KernelEventCode.TSC_ADJUST_RESTORED)));
    }
    if (facts.has(KernelEventCode.TSC_ADJUST_COMPENSATED)) {
      deeds.add(
          "moved the TSC to compensate a warp"
              + on(cpus(facts, KernelEventCode.TSC_ADJUST_COMPENSATED)));
    }
    if (facts.has(KernelEventCode.TSC_FIRMWARE_BUG_OTHER)) {
      deeds.add("complained about the TSC's setup");
    }
    return deeds;
  }

  private static Optional<String> warp(LogFacts facts) {
    if (!facts.cpusDisagree()) {
      return Optional.empty();
    }
    long cycles =
        Stream.concat(
                facts.of(KernelEventCode.WARP_MEASURED), facts.of(KernelEventCode.WATCHDOG_SKEW))
            .mapToLong(
                e ->
                    e.detail() instanceof KernelDetail.Warp w
                        ? w.cycles()
                        : e.detail() instanceof KernelDetail.InterCpuSkew s ? s.cycles() : 0)
            .max()
            .orElse(0);
    CpuSet cpus =
        cpus(facts, KernelEventCode.WARP_MEASURED)
            .plus(cpus(facts, KernelEventCode.WARP_RANDOM))
            .plus(
                facts
                    .of(KernelEventCode.WATCHDOG_SKEW)
                    .filter(e -> e.detail() instanceof KernelDetail.InterCpuSkew)
                    .map(KernelEvent::cpus)
                    .reduce(CpuSet.empty(), CpuSet::plus));
    return Optional.of(
        "saw the TSC go backwards between CPUs"
            + (cycles > 0 ? " by up to " + cycles + " cycles" : "")
            + on(cpus)
            + (facts.has(KernelEventCode.WARP_RANDOM) ? ", in both directions" : ""));
  }

  private static Optional<String> readouts(LogFacts facts) {
    long slow = facts.count(KernelEventCode.WATCHDOG_READBACK_DELAY);
    if (slow == 0) {
      return Optional.empty();
    }
    long nanos = facts.slowestReadoutNanos();
    return Optional.of(
        "found the watchdog's readout too slow "
            + times(slow, "time")
            + (nanos > 0 ? ", " + nanos + " ns at worst" : ""));
  }

  private static Optional<String> skew(LogFacts facts) {
    return facts
        .worstSkew()
        .map(
            e ->
                "found the TSC "
                    + e.skewNanos().stream()
                        .mapToObj(LogStory::beside)
                        .findFirst()
                        .orElse("apart from")
                    + " its watchdog"
                    + e.watchdog().map(name -> " " + name).orElse("")
                    + interval(e));
  }

  private static String beside(long nanos) {
    return Math.abs(nanos) + " ns " + (nanos < 0 ? "behind" : "ahead of");
  }

  private static String interval(KernelEvent event) {
    return event.detail() instanceof KernelDetail.Intervals i
        ? " over " + i.watchdogNanos() + " ns" + ratio(i)
        : "";
  }

  /** In whole parts per million, where the interval is long enough to have them. */
  private static String ratio(KernelDetail.Intervals intervals) {
    long millionth = intervals.watchdogNanos() / 1_000_000;
    return millionth == 0
        ? ""
        : " (" + Math.abs(intervals.clockNanos() - intervals.watchdogNanos()) / millionth + " ppm)";
  }

  private static CpuSet cpus(LogFacts facts, KernelEventCode code) {
    return facts.of(code).map(KernelEvent::cpus).reduce(CpuSet.empty(), CpuSet::plus);
  }

  private static String on(CpuSet cpus) {
    return cpus.isEmpty() ? "" : " (CPU " + cpus + ")";
  }

  private static String times(long count, String thing) {
    return count == 1 ? "one " + thing : count + " " + thing + "s";
  }

  private static String listed(List<String> deeds) {
    int last = deeds.size() - 1;
    return last <= 0
        ? String.join("", deeds)
        : String.join(", ", deeds.subList(0, last)) + " and " + deeds.get(last);
  }
}
