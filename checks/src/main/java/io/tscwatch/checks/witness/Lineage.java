package io.tscwatch.checks.witness;

import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.reference.ClockSample;
import io.tscwatch.checks.reference.Discipline;
import java.util.Locale;
import java.util.Optional;

/**
 * What a clock derives from. Clocks of one source count once in a vote; one that derives from the
 * TSC, or may, does not count at all.
 *
 * @param source name of the oscillator or time source, the same for all clocks that share it
 * @param independent whether it is another source than the TSC's
 * @param explanation one sentence: what is known of it, and what is assumed
 */
public record Lineage(String source, boolean independent, String explanation) {

  /** The chipset's timers. */
  static final String PLATFORM = "platform-timer";

  /** The hypervisor's idea of time. */
  static final String HYPERVISOR = "hypervisor";

  /** Time from outside of this machine, by NTP or PTP. */
  static final String EXTERNAL = "external-time";

  static final String TSC = "tsc";

  /** A timer of 24 MHz: what Intel's chipsets make of the crystal that the TSC has too. */
  private static final long SHARED_CRYSTAL_MIN_HERTZ = 23_900_000;

  private static final long SHARED_CRYSTAL_MAX_HERTZ = 24_100_000;

  /**
   * What has to be known of the machine.
   *
   * @param hypervisor its name, if the machine is a guest
   * @param clocksource the kernel's clocksource, or an empty text
   * @param realtimeSynchronised whether CLOCK_REALTIME is disciplined
   */
  record Surroundings(
      Optional<String> hypervisor, String clocksource, boolean realtimeSynchronised) {}

  /**
   * The lineage of a clock that was read.
   *
   * @param ptpName what the driver calls a PTP clock, {@code /sys/class/ptp/ptpN/clock_name}
   */
  static Lineage of(ClockSample sample, String ptpName, Surroundings around) {
    return switch (sample.kind()) {
      case HPET, ACPI_PM -> timer(sample, around);
      case RTC -> rtc(around);
      case PTP -> ptp(sample, ptpName, around);
      case REALTIME -> realtime(sample.discipline(), around);
      case MONOTONIC_RAW -> ofClocksource(around);
      case KVMCLOCK ->
          new Lineage(
              TSC,
              false,
              "computed from this guest's TSC by the factor and the start that the host writes");
    };
  }

  private static Lineage timer(ClockSample sample, Surroundings around) {
    if (around.hypervisor().isPresent()) {
      return emulated(around.hypervisor().get());
    }
    long hertz = sample.rate().hertz();
    boolean shared =
        sample.kind() == ClockKind.HPET
            && hertz > SHARED_CRYSTAL_MIN_HERTZ
            && hertz < SHARED_CRYSTAL_MAX_HERTZ;
    return new Lineage(
        PLATFORM,
        true,
        "a timer of the chipset; HPET and ACPI PM timer are assumed to share a crystal and count"
            + " once"
            + (shared
                ? "; at 24 MHz it may be the crystal that the TSC is multiplied from: then a drift"
                    + " of the crystal itself does not show, a TSC that counts wrongly does"
                : ""));
  }

  private static Lineage emulated(String hypervisor) {
    return new Lineage(
        HYPERVISOR,
        false,
        "emulated by "
            + hypervisor
            + " from the host's clock, which mostly is the host's TSC: it can contradict this"
            + " guest's TSC, not confirm it");
  }

  private static Lineage rtc(Surroundings around) {
    return around.hypervisor().isPresent()
        ? emulated(around.hypervisor().get())
        : new Lineage("rtc-crystal", true, "its own crystal of 32.768 kHz, with its own battery");
  }

  private static Lineage ptp(ClockSample sample, String name, Surroundings around) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.contains("kvm virtual ptp")) {
      return new Lineage(HYPERVISOR, false, "ptp_kvm: the host's CLOCK_REALTIME, by hypercall");
    }
    if (lower.startsWith("vmclock")) {
      return new Lineage(
          HYPERVISOR,
          false,
          "ptp_vmclock: computed from this guest's TSC by what the hypervisor says of it");
    }
    if (lower.contains("hyperv") || lower.contains("ptp_vmw") || lower.contains("mock")) {
      return new Lineage(HYPERVISOR, false, "'" + name + "': a clock of the host or of the kernel");
    }
    Optional<Discipline> discipline = sample.discipline();
    if (discipline.filter(d -> d.correctionPicosPerSecond() == 0).isPresent()) {
      return new Lineage(
          "ptp" + sample.index(), true, "the crystal of its network card, which nobody steers");
    }
    return new Lineage(
        EXTERNAL,
        around.realtimeSynchronised(),
        around.realtimeSynchronised()
            ? "steered, as CLOCK_REALTIME is: both count once, whoever follows whom"
            : "steered, maybe from CLOCK_REALTIME, which nobody keeps to true time");
  }

  private static Lineage realtime(Optional<Discipline> discipline, Surroundings around) {
    if (discipline.filter(Discipline::synchronised).isPresent()) {
      return new Lineage(
          EXTERNAL,
          true,
          "kept to time from outside (NTP or PTP), to within the error that the kernel tells");
    }
    Lineage source = ofClocksource(around);
    return new Lineage(
        source.source(),
        source.independent(),
        (discipline.isPresent() ? "not synchronised: " : "whether synchronised cannot be seen: ")
            + source.explanation());
  }

  /** The kernel's clocks go by its clocksource, apart from their steering. */
  private static Lineage ofClocksource(Surroundings around) {
    return switch (around.clocksource()) {
      case "tsc", "tsc-early", "kvm-clock", "hyperv_clocksource_tsc_page", "xen" ->
          new Lineage(TSC, false, "made from the TSC: the clocksource is " + around.clocksource());
      case "hpet", "acpi_pm" ->
          around.hypervisor().isPresent()
              ? emulated(around.hypervisor().get())
              : new Lineage(PLATFORM, true, "made from the clocksource " + around.clocksource());
      default ->
          new Lineage(
              "kernel",
              false,
              "made from the clocksource "
                  + (around.clocksource().isEmpty() ? "that is not known" : around.clocksource()));
    };
  }
}
