package io.tscwatch.checks.klog;

import io.tscwatch.checks.topology.CpuSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One format of one message.
 *
 * @param pattern matches the whole message, and nothing shorter or longer
 * @param meaning what it says; empty if that is not about the TSC
 */
record KernelMessage(Pattern pattern, Function<Matcher, Optional<Fragment>> meaning) {

  /** A clock's name: CS_NAME_LEN is 32 (kernel/time/clocksource.c). */
  static final String CLOCK = "([A-Za-z0-9_.:-]{1,31})";

  /** Four digits: x86 kernels are built for 8192 CPUs at most. */
  static final String CPU = "(\\d{1,4})";

  static final String CPU_LIST = "(\\d{1,4}(?:-\\d{1,4})?(?:,\\d{1,4}(?:-\\d{1,4})?){0,200})";

  /** 18 digits always fit in 64 bits, and are 31 years of nanoseconds. */
  static final String NUMBER = "(\\d{1,18})";

  static final String SIGNED = "(-?\\d{1,18})";

  static final String HEX = "(?:0x)?[0-9a-f]{1,16}";

  static final String MEGAHERTZ = "(\\d{1,6})\\.(\\d{3}) MHz";

  /** What clocks an x86 machine or guest can have, by the names that their drivers give them. */
  private static final Set<String> X86_CLOCKS =
      Set.of(
          "tsc",
          "tsc-early",
          "hpet",
          "acpi_pm",
          "pit",
          "jiffies",
          "refined-jiffies",
          "kvm-clock",
          "xen",
          "hyperv_clocksource",
          "hyperv_clocksource_msr",
          "hyperv_clocksource_tsc_page",
          "vmi-timer",
          "lguest",
          "cyclone",
          "scx200_hrt",
          "sgi_rtc");

  static KernelMessage always(String regex, Function<Matcher, Fragment> meaning) {
    return new KernelMessage(Pattern.compile(regex), m -> Optional.of(meaning.apply(m)));
  }

  static KernelMessage sometimes(String regex, Function<Matcher, Optional<Fragment>> meaning) {
    return new KernelMessage(Pattern.compile(regex), meaning);
  }

  static boolean isTsc(String clock) {
    return clock.equals("tsc") || clock.equals("tsc-early");
  }

  static boolean isX86Clock(String clock) {
    return X86_CLOCKS.contains(clock);
  }

  static long number(Matcher matcher, int group) {
    return Long.parseLong(matcher.group(group));
  }

  static OptionalLong optionalNumber(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
  }

  static CpuSet cpu(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? CpuSet.empty() : CpuSet.of(Integer.parseInt(digits));
  }

  /** A list of CPUs as {@code %*pbl} prints it; empty if a range runs backwards. */
  static Optional<CpuSet> cpuList(String list) {
    CpuSet cpus = CpuSet.empty();
    for (String part : list.split(",", -1)) {
      int dash = part.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
      if (last < first) {
        return Optional.empty();
      }
      cpus = cpus.plus(CpuSet.range(first, last));
    }
    return Optional.of(cpus);
  }

  /** Megahertz with three decimals, in two groups, as kilohertz. */
  static long kilohertz(Matcher matcher, int group) {
    return number(matcher, group) * 1000 + number(matcher, group + 1);
  }
}
