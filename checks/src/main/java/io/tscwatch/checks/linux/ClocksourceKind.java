package io.tscwatch.checks.linux;

import java.util.Set;

/**
 * What a clocksource is worth when the TSC is at fault, the better the earlier. The names are those
 * of the kernel's {@code struct clocksource}.
 */
public enum ClocksourceKind {
  /** Counted from the TSC by the guest, and corrected for its faults by kernel and hypervisor. */
  CORRECTED("the hypervisor's clock, which copes with TSCs that disagree"),
  /** A counter of its own. */
  INDEPENDENT("a counter of its own"),
  /** Not in this list. */
  UNKNOWN("a clock that tscwatch does not know"),
  /** Computed from the TSC, and as wrong as it is. */
  DERIVED("computed from the TSC, without any correction"),
  /** The TSC. */
  TSC("the TSC itself"),
  /** Timer interrupts: no clock for a kernel with high-resolution timers. */
  TICKS("counted timer interrupts, too coarse for high-resolution timers");

  private static final Set<String> TSCS = Set.of("tsc", "tsc-early");

  /**
   * hpet (arch/x86/kernel/hpet.c), acpi_pm (drivers/clocksource/acpi_pm.c), pit
   * (drivers/clocksource/i8253.c); hyperv_clocksource_msr is read from the hypervisor with every
   * reading (drivers/clocksource/hyperv_timer.c).
   */
  private static final Set<String> OWN = Set.of("hpet", "acpi_pm", "pit", "hyperv_clocksource_msr");

  private static final Set<String> COMPUTED = Set.of("hyperv_clocksource_tsc_page", "xen");
  private static final Set<String> TICK_COUNTERS = Set.of("jiffies", "refined-jiffies");
  private static final String KVM_CLOCK = "kvm-clock";

  private final String words;

  ClocksourceKind(String words) {
    this.words = words;
  }

  /**
   * The kind of a clocksource.
   *
   * @param kvmclockCorrected whether the kvmclock page was read and PVCLOCK_TSC_STABLE_BIT is
   *     clear: then pvclock_clocksource_read() keeps all CPUs' clocks behind one last value; with
   *     the bit set it returns what each CPU computes (arch/x86/kernel/pvclock.c)
   */
  public static ClocksourceKind of(String clocksource, boolean kvmclockCorrected) {
    if (clocksource.equals(KVM_CLOCK)) {
      return kvmclockCorrected ? CORRECTED : DERIVED;
    }
    return TSCS.contains(clocksource)
        ? TSC
        : OWN.contains(clocksource)
            ? INDEPENDENT
            : COMPUTED.contains(clocksource)
                ? DERIVED
                : TICK_COUNTERS.contains(clocksource) ? TICKS : UNKNOWN;
  }

  /** True if a faulty TSC makes this clock wrong. */
  public boolean sharesTheFault() {
    return this == TSC || this == DERIVED;
  }

  /** What it is, for people. */
  public String words() {
    return words;
  }
}
