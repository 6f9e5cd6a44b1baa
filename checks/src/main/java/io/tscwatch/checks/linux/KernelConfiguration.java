package io.tscwatch.checks.linux;

import io.tscwatch.checks.read.FileTree;
import java.util.OptionalLong;

/**
 * What the kernel was built with, as distributions put it beside the kernel. Another kernel than
 * theirs may have none there, and then nothing is known.
 */
public final class KernelConfiguration {

  /** {@code range 50 1000} of kernel/time/Kconfig, in microseconds. */
  static final String MAX_SKEW = "CONFIG_CLOCKSOURCE_WATCHDOG_MAX_SKEW_US";

  private static final String FOLDER = "/boot/config-";
  private static final int MOST_DIGITS = 6;

  private KernelConfiguration() {}

  /**
   * Half of what the clocksource watchdog lets each of two clocks be off, in microseconds; empty if
   * the file is not there, not readable, or says nothing of it. Reads some 300 KiB.
   *
   * @param release of the running kernel, as /proc/sys/kernel/osrelease has it
   */
  public static OptionalLong watchdogMaxSkewMicros(FileTree files, String release) {
    return files
        .read(FOLDER + release.strip())
        .toOptional()
        .map(KernelConfiguration::maxSkew)
        .orElse(OptionalLong.empty());
  }

  private static OptionalLong maxSkew(String text) {
    String wanted = MAX_SKEW + "=";
    return text.lines()
        .filter(line -> line.startsWith(wanted))
        .map(line -> line.substring(wanted.length()).strip())
        .filter(value -> value.matches("[1-9][0-9]{0," + (MOST_DIGITS - 1) + "}"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }
}
