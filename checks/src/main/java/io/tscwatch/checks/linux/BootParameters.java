package io.tscwatch.checks.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The kernel's boot parameters that bear on the TSC. All others are dropped when they are read: a
 * command line can hold addresses, keys and names that are nobody's business, and what is read here
 * may end up in a record that a user sends away.
 *
 * @param words the parameters kept, in order, as written
 */
public record BootParameters(List<String> words) {

  /** Parameters of Documentation/admin-guide/kernel-parameters.txt, with underscores. */
  private static final Set<String> KEPT =
      Set.of(
          "tsc",
          "notsc",
          "tsc_early_khz",
          "clocksource",
          "clocksource.verify_n_cpus",
          "clocksource.max_cswd_read_retries",
          "clocksource_failover",
          "no_kvmclock",
          "no_kvmclock_vsyscall",
          "hpet",
          "nohpet",
          "acpi_pm_good",
          "pmtmr",
          "nohz",
          "nohz_full",
          "isolcpus",
          "maxcpus",
          "nr_cpus",
          "nosmp",
          "nosmt",
          "idle",
          "cpuidle.off",
          "processor.max_cstate",
          "intel_idle.max_cstate");

  public BootParameters {
    words = List.copyOf(words);
  }

  /**
   * Keeps what bears on the TSC.
   *
   * @param commandLine the text of {@code /proc/cmdline}
   */
  public static BootParameters parse(String commandLine) {
    // What follows "--" are arguments of init, not of the kernel (parse_args, kernel/params.c).
    return new BootParameters(
        split(commandLine).stream()
            .takeWhile(word -> !word.equals("--"))
            .filter(word -> KEPT.contains(name(word)))
            .toList());
  }

  /** Splits at white space outside quotes, as next_arg() of lib/cmdline.c does. */
  private static List<String> split(String commandLine) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (char c : (commandLine + " ").toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      }
      if (quoted || !Character.isWhitespace(c)) {
        word.append(c);
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    return words;
  }

  /** A text that gives the same parameters when parsed, and holds nothing else. */
  public static String redacted(String commandLine) {
    return String.join(" ", parse(commandLine).words);
  }

  /** "Dashes and underscores are equal in parameter names" (parameq, kernel/params.c). */
  private static String name(String word) {
    int equals = word.indexOf('=');
    return (equals < 0 ? word : word.substring(0, equals)).replace('-', '_');
  }

  /** True if the parameter is given, with or without a value. */
  public boolean has(String name) {
    return words.stream().anyMatch(word -> name(word).equals(name));
  }

  /** The values given to a parameter, in order; the last one wins for most. */
  public List<String> values(String name) {
    return words.stream()
        .filter(word -> name(word).equals(name) && word.indexOf('=') >= 0)
        .map(word -> word.substring(word.indexOf('=') + 1))
        .toList();
  }

  /**
   * True if {@code tsc=value} is given. Each occurrence is compared as a whole (tsc_setup,
   * arch/x86/kernel/tsc.c), so {@code tsc=reliable,nowatchdog} means nothing.
   */
  public boolean tsc(String value) {
    return values("tsc").contains(value);
  }
}
