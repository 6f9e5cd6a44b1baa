package io.tscwatch.checks.simulate;

import java.util.List;

/**
 * The kernel at the beginning.
 *
 * @param release as {@code uname -r} prints it
 * @param cmdline {@code /proc/cmdline}, without its line end
 * @param clocksource the current clocksource
 * @param clocksources the available ones, best first
 * @param log the kernel log before the scenario begins; a line without a time stamp gets zero
 * @param logReadable whether this process may read the kernel log
 */
public record KernelPlan(
    String release,
    String cmdline,
    String clocksource,
    List<String> clocksources,
    List<String> log,
    boolean logReadable) {

  public static final KernelPlan DEFAULT =
      new KernelPlan(
          "6.12.0-simulated",
          "BOOT_IMAGE=/boot/vmlinuz root=/dev/vda1 ro quiet",
          "tsc",
          List.of("tsc", "hpet", "acpi_pm"),
          List.of("[    0.412000] clocksource: Switched to clocksource tsc"),
          true);

  /** A KVM guest that uses the clock of its host. */
  public static final KernelPlan KVM_GUEST =
      new KernelPlan(
          DEFAULT.release(),
          DEFAULT.cmdline(),
          "kvm-clock",
          List.of("kvm-clock", "tsc", "acpi_pm"),
          List.of("[    0.412000] clocksource: Switched to clocksource kvm-clock"),
          true);

  public KernelPlan {
    clocksources = List.copyOf(clocksources);
    log = List.copyOf(log);
  }

  public KernelPlan withRelease(String text) {
    return new KernelPlan(text, cmdline, clocksource, clocksources, log, logReadable);
  }

  public KernelPlan withCmdline(String text) {
    return new KernelPlan(release, text, clocksource, clocksources, log, logReadable);
  }

  public KernelPlan withClocksource(String current, List<String> available) {
    return new KernelPlan(release, cmdline, current, available, log, logReadable);
  }

  public KernelPlan withLog(List<String> lines) {
    return new KernelPlan(release, cmdline, clocksource, clocksources, lines, logReadable);
  }

  public KernelPlan withLogReadable(boolean readable) {
    return new KernelPlan(release, cmdline, clocksource, clocksources, log, readable);
  }
}
