package io.tscwatch.checks.klog;

import static io.tscwatch.checks.klog.KernelMessage.CLOCK;
import static io.tscwatch.checks.klog.KernelMessage.CPU;
import static io.tscwatch.checks.klog.KernelMessage.CPU_LIST;
import static io.tscwatch.checks.klog.KernelMessage.HEX;
import static io.tscwatch.checks.klog.KernelMessage.NUMBER;
import static io.tscwatch.checks.klog.KernelMessage.SIGNED;
import static io.tscwatch.checks.klog.KernelMessage.always;
import static io.tscwatch.checks.klog.KernelMessage.cpu;
import static io.tscwatch.checks.klog.KernelMessage.isTsc;
import static io.tscwatch.checks.klog.KernelMessage.number;
import static io.tscwatch.checks.klog.KernelMessage.optionalNumber;
import static io.tscwatch.checks.klog.KernelMessage.sometimes;

import io.tscwatch.checks.klog.Fragment.Whole;
import io.tscwatch.checks.topology.CpuSet;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;

/** What kernel/time/clocksource.c says, from 2.6.21 to the watchdog rewritten in 2026. */
final class WatchdogMessages {

  private static final String TAG = "(?:clocksource: )?";

  private static final String ON_CPU = TAG + "timekeeping watchdog on CPU" + CPU + ": ";

  static final List<KernelMessage> ALL =
      List.of(
          // until 4.0
          sometimes(
              TAG + "Clocksource " + CLOCK + " unstable \\(delta = " + SIGNED + " ns\\)\\.?",
              m -> ifTsc(m.group(1), skew().about(m.group(1)).skewed(number(m, 2)))),
          // 4.1 on; the CPU since 4.18, the intervals since 5.17, the statement since 6.0
          always(
              TAG
                  + "timekeeping watchdog(?: on CPU"
                  + CPU
                  + ")?: Marking clocksource '"
                  + CLOCK
                  + "' as unstable,? because the skew is too large:?",
              m -> new Fragment.SkewHeader(cpu(m, 1), m.group(2))),
          always(
              TAG
                  + "'"
                  + CLOCK
                  + "' (?:wd_n(?:se|es)c: "
                  + NUMBER
                  + " )?wd_now: "
                  + HEX
                  + " wd_last: "
                  + HEX
                  + " mask: "
                  + HEX,
              m -> new Fragment.WatchdogReading(m.group(1), optionalNumber(m, 2))),
          always(
              TAG
                  + "'"
                  + CLOCK
                  + "' (?:cs_n(?:se|es)c: "
                  + NUMBER
                  + " )?cs_now: "
                  + HEX
                  + " cs_last: "
                  + HEX
                  + " mask: "
                  + HEX,
              m -> new Fragment.ClockReading(m.group(1), optionalNumber(m, 2))),
          always(
              TAG
                  + "Clocksource '"
                  + CLOCK
                  + "' skewed "
                  + SIGNED
                  + " ns(?: \\("
                  + SIGNED
                  + " ms\\))? over watchdog '"
                  + CLOCK
                  + "' interval of "
                  + NUMBER
                  + " ns(?: \\(\\d{1,18} ms\\))?\\.?",
              WatchdogMessages::statement),
          always(
              TAG
                  + "Clocksource '"
                  + CLOCK
                  + "' skewed -?\\d{1,18} ms over watchdog '"
                  + CLOCK
                  + "' interval of \\d{1,18} ms\\.?",
              m -> new Fragment.SkewStatement(m.group(1), OptionalLong.empty(), m.group(2))),
          always(
              TAG
                  + "(?:'"
                  + CLOCK
                  + "' (?:\\(not '"
                  + CLOCK
                  + "'\\) )?is|No) current clocksource\\.?",
              m -> new Fragment.CurrentClock()),
          // 5.13 to 6.0 name the watchdog, then the clock between two reads of it; 6.4 says more
          sometimes(
              ON_CPU
                  + "wd-"
                  + CLOCK
                  + "-wd read-back delay (?:of )?"
                  + NUMBER
                  + "ns, attempt \\d{1,4}, marking unstable",
              m -> ifTsc(m.group(2), condemned(m, number(m, 3)).about(m.group(2)))),
          always(
              ON_CPU
                  + CLOCK
                  + " read-back delay of "
                  + NUMBER
                  + "ns, attempt \\d{1,4}, marking unstable",
              m -> condemned(m, number(m, 3)).against(m.group(2))),
          sometimes(
              ON_CPU
                  + "wd-"
                  + CLOCK
                  + "-wd excessive read-back delay of "
                  + NUMBER
                  + "ns vs\\. limit of \\d{1,18}ns, wd-wd read-back delay only \\d{1,18}ns,"
                  + " attempt \\d{1,4}, marking "
                  + CLOCK
                  + " unstable",
              m ->
                  m.group(2).equals(m.group(4))
                      ? ifTsc(m.group(2), condemned(m, number(m, 3)).about(m.group(2)))
                      : Optional.empty()),
          always(
              ON_CPU + CLOCK + " retried \\d{1,4} times before success",
              m -> slow(cpu(m, 1), 0).against(m.group(2))),
          always(
              ON_CPU + CLOCK + " wd-wd read-back delay of " + NUMBER + "ns",
              m -> new Fragment.SlowWatchdog(cpu(m, 1), m.group(2), number(m, 3))),
          always(
              TAG
                  + "wd-"
                  + CLOCK
                  + "-wd read-back delay of "
                  + NUMBER
                  + "ns, clock-skew test skipped!",
              m -> new Fragment.CheckSkipped(m.group(1), number(m, 2))),
          always(
              TAG
                  + "Long readout interval, skipping watchdog check: cs_nsec: "
                  + NUMBER
                  + " wd_nsec: "
                  + NUMBER,
              m -> longInterval(number(m, 1), number(m, 2))),
          sometimes(
              TAG
                  + "CPUs "
                  + CPU_LIST
                  + " (?:ahead of|behind) CPU "
                  + CPU
                  + " for clocksource "
                  + CLOCK
                  + "\\.",
              m -> ifTsc(m.group(3), m, WatchdogMessages::cpusApart)),
          // the rewrite
          always(
              TAG
                  + "Watchdog "
                  + CLOCK
                  + " read timed out\\. Readout sequence took: "
                  + NUMBER
                  + "ns",
              m -> slow(CpuSet.empty(), number(m, 2)).against(m.group(1))),
          always(TAG + "Watchdog remote CPU " + CPU + " read timed out", m -> slow(cpu(m, 1), 0)),
          always(
              TAG + "Marking clocksource " + CLOCK + " unstable due to frequency skew",
              m -> new Fragment.SkewHeader(CpuSet.empty(), m.group(1))),
          always(
              TAG + "Watchdog " + CLOCK + " interval: " + NUMBER + "ns",
              m -> new Fragment.WatchdogReading(m.group(1), optionalNumber(m, 2))),
          always(
              TAG + "Clocksource " + CLOCK + " interval: " + NUMBER + "ns",
              m -> new Fragment.ClockReading(m.group(1), optionalNumber(m, 2))),
          always(
              TAG + "Marking clocksource " + CLOCK + " unstable due to inter CPU skew",
              m -> new Fragment.InterCpuHeader(m.group(1))),
          sometimes(
              TAG + "CPU" + CPU + " (\\d{1,20}) < CPU" + CPU + " (\\d{1,20}) \\(cycles\\)",
              WatchdogMessages::outOfOrder),
          // "Switching" from 2.6.33 to 3.11, "Time: ..." before
          sometimes(
              TAG + "Switch(?:ed|ing) to clocksource " + CLOCK + "\\.?", m -> switched(m.group(1))),
          sometimes(
              "Time: " + CLOCK + " clocksource has been installed\\.?", m -> switched(m.group(1))));

  private WatchdogMessages() {}

  private static Whole skew() {
    return Whole.of(KernelEventCode.WATCHDOG_SKEW);
  }

  private static Whole slow(CpuSet cpus, long nanos) {
    return Whole.of(
        KernelEventCode.WATCHDOG_READBACK_DELAY, cpus, new KernelDetail.Readout(nanos, false));
  }

  private static Whole condemned(Matcher m, long nanos) {
    return Whole.of(
        KernelEventCode.WATCHDOG_READBACK_DELAY, cpu(m, 1), new KernelDetail.Readout(nanos, true));
  }

  private static Whole longInterval(long clockNanos, long watchdogNanos) {
    return Whole.of(
            KernelEventCode.WATCHDOG_SKIPPED,
            CpuSet.empty(),
            new KernelDetail.Intervals(clockNanos, watchdogNanos))
        .skewed(clockNanos - watchdogNanos);
  }

  private static Fragment statement(Matcher m) {
    long nanos = number(m, 2);
    OptionalLong millis = optionalNumber(m, 3);
    // div_s64_rem() cuts towards zero. Other milliseconds than these: one of the two is damaged.
    boolean sound = millis.isEmpty() || millis.getAsLong() == nanos / 1_000_000;
    return new Fragment.SkewStatement(
        m.group(1), sound ? OptionalLong.of(nanos) : OptionalLong.empty(), m.group(4));
  }

  private static Optional<Fragment> cpusApart(Matcher m) {
    return KernelMessage.cpuList(m.group(1))
        .map(
            list ->
                Whole.of(
                        KernelEventCode.WATCHDOG_SKEW,
                        list.plus(cpu(m, 2)),
                        new KernelDetail.InterCpuSkew(0))
                    .about(m.group(3)));
  }

  /** Two counter values, unsigned 64 bits; the first is smaller, or the line is damaged. */
  private static Optional<Fragment> outOfOrder(Matcher m) {
    BigInteger less = new BigInteger(m.group(2));
    BigInteger more = new BigInteger(m.group(4));
    BigInteger cycles = more.subtract(less);
    return more.bitLength() <= 64 && cycles.signum() > 0 && cycles.bitLength() < 64
        ? Optional.of(new Fragment.InterCpuPair(cpu(m, 1).plus(cpu(m, 3)), cycles.longValue()))
        : Optional.empty();
  }

  private static Optional<Fragment> switched(String clock) {
    return KernelMessage.isX86Clock(clock)
        ? Optional.of(Whole.of(KernelEventCode.CLOCKSOURCE_SWITCHED).about(clock))
        : Optional.empty();
  }

  private static Optional<Fragment> ifTsc(String clock, Fragment fragment) {
    return isTsc(clock) ? Optional.of(fragment) : Optional.empty();
  }

  private static Optional<Fragment> ifTsc(
      String clock, Matcher m, Function<Matcher, Optional<Fragment>> meaning) {
    return isTsc(clock) ? meaning.apply(m) : Optional.empty();
  }
}
