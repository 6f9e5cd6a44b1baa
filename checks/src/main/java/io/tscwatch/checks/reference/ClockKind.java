package io.tscwatch.checks.reference;

import java.util.Optional;

/** The kinds of clocks that can be read beside the TSC. */
public enum ClockKind {
  /** The main counter of the High Precision Event Timer. */
  HPET("hpet"),
  /** The ACPI power management timer. */
  ACPI_PM("acpi-pm"),
  /** The battery-backed clock of whole seconds. */
  RTC("rtc"),
  /** A PTP hardware clock, {@code /dev/ptpN}: in a network card, or given by a hypervisor. */
  PTP("ptp"),
  /** CLOCK_REALTIME, the kernel's clock that NTP or PTP may discipline. */
  REALTIME("realtime"),
  /** CLOCK_MONOTONIC_RAW: the kernel's clocksource at the frequency that it takes it for. */
  MONOTONIC_RAW("monotonic-raw"),
  /** The page in which a KVM host tells its guest the time, as a factor and a start for the TSC. */
  KVMCLOCK("kvmclock");

  private final String word;

  ClockKind(String word) {
    this.word = word;
  }

  /** The name in settings, JSON and metrics; stable for ever. */
  public String word() {
    return word;
  }

  /** The kind of that name. */
  public static Optional<ClockKind> find(String word) {
    for (ClockKind kind : values()) {
      if (kind.word.equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
