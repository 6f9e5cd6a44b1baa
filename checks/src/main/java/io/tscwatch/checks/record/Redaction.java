package io.tscwatch.checks.record;

import io.tscwatch.checks.linux.BootParameters;
import io.tscwatch.checks.linux.KernelFacts;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Leaves out what is nobody's business: a command line can hold keys and addresses, a kernel log
 * can hold serial numbers and user names. It is done before the asker sees the answer, so that a
 * record holds exactly what was judged.
 *
 * @param kernelLines which lines of the kernel log may be recorded
 */
record Redaction(Predicate<String> kernelLines) {

  /**
   * Lines about clocks, hotplug and suspend, and the further lines of reports of several lines.
   * Wider than what is understood today, so that a later version can understand more of an old
   * record.
   */
  static final Predicate<String> ABOUT_CLOCKS =
      Pattern.compile(
              "\\btsc|clock_?source|kvm-?clock|sched_clock|timekeeping|\\bhpet|pm.?timer|wd_now|cs_now"
                  + "|wd_nsec|cs_nsec|\\(cycles\\)|CPUs? .*(ahead of|behind)|hypervisor detected"
                  + "|paravirtualized kernel|PM: suspend (entry|exit)|smpboot: .*(offline|booting)",
              Pattern.CASE_INSENSITIVE)
          .asPredicate();

  String file(String path, String text) {
    if (path.equals(KernelFacts.COMMAND_LINE_FILE)) {
      return BootParameters.redacted(text) + "\n";
    }
    if (path.equals(KernelFacts.CPUINFO_FILE)) {
      // Only the flags are ever judged; on a large machine the rest would be most of the record.
      return text.lines()
          .filter(line -> line.startsWith("flags"))
          .distinct()
          .map(line -> line + "\n")
          .collect(Collectors.joining());
    }
    return text;
  }

  List<String> log(List<String> lines) {
    return lines.stream().filter(kernelLines).toList();
  }
}
