package io.tscwatch.checks.witness;

import io.tscwatch.checks.reference.ClockKind;
import java.util.ArrayList;
import java.util.List;

/** What to load or install to have a witness more. */
public final class WitnessHints {

  private WitnessHints() {}

  /**
   * What to do to have a clock that is not there, one clause.
   *
   * @param guest whether a hypervisor runs this machine
   */
  public static String remedy(ClockKind kind, boolean guest) {
    String emulated = guest ? "; emulated in a virtual machine, it would have no vote" : "";
    return switch (kind) {
      case HPET ->
          "enable the HPET in the firmware and boot with hpet_mmap=1 (a kernel built with"
              + " CONFIG_HPET_MMAP)"
              + emulated;
      case ACPI_PM ->
          "let tscwatch read the ACPI PM timer (root, CAP_SYS_RAWIO, no kernel lockdown)"
              + emulated;
      case RTC -> "load rtc_cmos" + emulated;
      case PTP ->
          guest
              ? "have the host pass a network card with a PTP clock through; or modprobe ptp_kvm,"
                  + " which is the host's clock and has no vote"
              : "use a network card with a PTP clock (ls /dev/ptp*)";
      case REALTIME ->
          "let chrony, ntpd or ptp4l keep CLOCK_REALTIME to time from outside (after an hour, 25 ms"
              + " of error certify 14 ppm)";
      case MONOTONIC_RAW -> "every kernel has it";
      case KVMCLOCK ->
          guest
              ? "boot with kvmclock left on (no no-kvmclock), under KVM; it has no vote"
              : "only a KVM guest has it, and it has no vote";
    };
  }

  static String text(WitnessReport report) {
    boolean guest = report.guest();
    List<String> hints = new ArrayList<>();
    if (!votes(report, ClockKind.REALTIME)) {
      hints.add(remedy(ClockKind.REALTIME, guest));
    }
    if (!present(report, ClockKind.PTP)) {
      hints.add(remedy(ClockKind.PTP, guest));
    }
    for (ClockKind kind : List.of(ClockKind.HPET, ClockKind.ACPI_PM, ClockKind.RTC)) {
      if (!guest && !present(report, kind)) {
        hints.add(remedy(kind, false));
      }
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
