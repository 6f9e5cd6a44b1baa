package io.tscwatch.checks.witness;

import io.tscwatch.checks.reference.ClockKind;
import java.util.ArrayList;
import java.util.List;

/** What to load or install to have a witness more. */
final class WitnessHints {

  private WitnessHints() {}

  static String text(WitnessReport report) {
    boolean guest = report.guest();
    List<String> hints = new ArrayList<>();
    if (!votes(report, ClockKind.REALTIME)) {
      hints.add(
          "let chrony, ntpd or ptp4l keep CLOCK_REALTIME to time from outside (after an hour, 25 ms"
              + " of error certify 14 ppm)");
    }
    if (!present(report, ClockKind.PTP)) {
      hints.add(
          "use a network card with a PTP clock (ls /dev/ptp*; a guest: one passed through by the"
              + " host)");
    }
    if (!guest && !present(report, ClockKind.HPET)) {
      hints.add("enable the HPET in the firmware (a kernel built with CONFIG_HPET and HPET_MMAP)");
    }
    if (!guest && !present(report, ClockKind.ACPI_PM)) {
      hints.add("let tscwatch read the ACPI PM timer (root, CAP_SYS_RAWIO, no kernel lockdown)");
    }
    if (!guest && !present(report, ClockKind.RTC)) {
      hints.add("load rtc_cmos");
    }
    return hints.isEmpty() ? "" : "To have a witness more: " + String.join("; or ", hints) + ".";
  }

  private static boolean present(WitnessReport report, ClockKind kind) {
    return report.witnesses().stream().anyMatch(w -> w.kind() == kind && w.present());
  }

  private static boolean votes(WitnessReport report, ClockKind kind) {
    return report.witnesses().stream()
        .anyMatch(w -> w.kind() == kind && w.lineage().filter(Lineage::independent).isPresent());
  }
}
