package io.tscwatch.checks.klog;

import java.util.Locale;

/** What the evidence in a kernel log points at. */
public enum Suspect {
  /** The log holds nothing against the TSC. */
  NOTHING("nothing"),
  /** The TSCs themselves: not in step with each other, or not constant. */
  TSC("the TSC"),
  /** The reference clock that the TSC was compared with. */
  WATCHDOG("the watchdog"),
  /** One of the two: a comparison of two clocks cannot tell which. */
  TSC_OR_WATCHDOG("the TSC or its watchdog"),
  /** What the firmware wrote into the TSCs, or says of them. */
  FIRMWARE("firmware"),
  /** The hypervisor under this guest. */
  HYPERVISOR("the hypervisor"),
  /** Only that clocks were slow to read; no clock was found wrong. */
  SLOW_READOUT("a slow readout"),
  /** The boot parameters: somebody asked for it. */
  SETTING("a boot parameter");

  private final String words;

  Suspect(String words) {
    this.words = words;
  }

  /** As it is written in JSON, such as {@code tsc-or-watchdog}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Completes "the evidence points at ...". */
  public String words() {
    return words;
  }
}
