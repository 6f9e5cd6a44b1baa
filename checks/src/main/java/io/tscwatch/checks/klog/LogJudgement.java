package io.tscwatch.checks.klog;

/**
 * Judges what a log says: first the evidence that decides, last the evidence that leaves it open.
 */
final class LogJudgement {

  /** What is concluded, why, and what to do. */
  private record Conclusion(Suspect suspect, String because, String advice) {}

  private LogJudgement() {}

  static KernelLogSummary of(LogFacts facts) {
    Conclusion conclusion = facts.condemned() ? condemned(facts) : trusted(facts);
    return new KernelLogSummary(
        facts.condemned(),
        conclusion.suspect(),
        LogStory.tell(facts),
        conclusion.because(),
        conclusion.advice());
  }

  private static Conclusion condemned(LogFacts facts) {
    if (facts.reasonContains("boot parameter")) {
      return new Conclusion(
          Suspect.SETTING,
          "The boot parameter tsc=unstable asked for it; the log holds no measurement.",
          "Remove tsc=unstable from the kernel command line, unless it was set for a known fault.");
    }
    if (facts.reasonContains("Hyper-V")) {
      return new Conclusion(
          Suspect.HYPERVISOR,
          "Linux does this on every Hyper-V guest whose host does not announce an invariant TSC;"
              + " nothing was measured.",
          "Keep hyperv_clocksource_tsc_page, which is as fast; programs must not read the TSC"
              + " directly across a migration.");
    }
    if (facts.cpusDisagree()) {
      return cpusDisagree(facts);
    }
    if (facts.reasonContains("KVM discovered backwards TSC")) {
      return new Conclusion(
          Suspect.TSC,
          "KVM saw the host's TSC run backwards when it moved a virtual CPU: the TSCs differ"
              + " between CPUs, or were reset by a suspend.",
          "Run tscwatch check on the host; if it was suspended, that alone explains it.");
    }
    if (facts.reasons().anyMatch(LogJudgement::isOfProcessor)) {
      return processor(facts);
    }
    if (facts.worstSkew().isPresent()) {
      return skewed(facts);
    }
    if (facts.condemnedForReadout()) {
      return new Conclusion(
          Suspect.SLOW_READOUT,
          "No clock was found wrong: the kernel gave the TSC up only because reading its clocks"
              + " took too long.",
          "Run tscwatch check; if it finds the TSCs in sync, tsc=nowatchdog is justified, or a"
              + " kernel of 6.9 or later, which retries more.");
    }
    return new Conclusion(
        Suspect.TSC_OR_WATCHDOG,
        "The lines that give the reason are not in this log.",
        "Look at the lines before it in the whole log, and run tscwatch check.");
  }

  private static Conclusion cpusDisagree(LogFacts facts) {
    if (facts.virtual()) {
      return new Conclusion(
          Suspect.HYPERVISOR,
          "Time was seen going backwards between virtual CPUs: the hypervisor gave them different"
              + " TSC offsets, or host CPUs whose TSCs differ.",
          "Use the paravirtual clock in this guest, and run tscwatch check on the host.");
    }
    if (facts.firmwareWrote()) {
      return new Conclusion(
          Suspect.FIRMWARE,
          "Time was seen going backwards between CPUs, and the firmware had written the TSCs.",
          "Update the firmware; until then keep the clocksource that the kernel chose.");
    }
    return new Conclusion(
        Suspect.TSC,
        "Time was seen going backwards between CPUs, which no slow readout can imitate.",
        "Do not override the kernel with tsc=reliable; update the firmware, then run tscwatch"
            + " check to see which CPUs differ and by how much.");
  }

  private static Conclusion skewed(LogFacts facts) {
    if (facts.skewAgainst(LogFacts::isGuestClock)) {
      return new Conclusion(
          Suspect.HYPERVISOR,
          "The TSC was compared with the hypervisor's own clock, which is derived from the same"
              + " counter: a pause, a migration or a correction on the host sets them apart.",
          "Keep the paravirtual clock, and look on the host for a pause or migration at that time.");
    }
    if (facts.skewAgainst(clock -> clock.endsWith("jiffies"))) {
      return new Conclusion(
          Suspect.WATCHDOG,
          "The TSC was compared with jiffies, which lose time whenever a timer interrupt is late.",
          "Enable HPET or the PM timer as a better watchdog, or use tsc=nowatchdog after tscwatch"
              + " check finds the TSCs in sync.");
    }
    if (facts.pmTimerTurned()) {
      return new Conclusion(
          Suspect.WATCHDOG,
          "The difference is a whole turn of the 24-bit PM timer (4.687 s): the timer came around"
              + " unseen because the check was late, or was misread; the TSC was right.",
          "Look for what kept interrupts off for seconds at that time (firmware, a debugger, a"
              + " paused guest).");
    }
    if (facts.virtual()) {
      return new Conclusion(
          Suspect.HYPERVISOR,
          "In a guest both clocks are the hypervisor's work, and a virtual CPU that does not run"
              + " for a while makes them differ.",
          "Use the paravirtual clock in this guest, and run tscwatch check on the host.");
    }
    if (facts.has(KernelEventCode.TSC_ADJUST_RESTORED)) {
      return new Conclusion(
          Suspect.FIRMWARE,
          "TSC_ADJUST changed while the system ran, so something wrote the TSC.",
          "Update the firmware, and look for software that writes MSRs.");
    }
    return new Conclusion(
        Suspect.TSC_OR_WATCHDOG,
        "Two clocks differ, and two clocks cannot tell which of them is wrong.",
        "Run tscwatch check, which compares the TSCs with each other and with further clocks,"
            + " before tsc=reliable or a replacement of hardware.");
  }

  /** A reason that is neither the watchdog's finding nor a remark that it happened before. */
  private static boolean isOfProcessor(String reason) {
    return !reason.equals("clocksource watchdog") && !reason.startsWith("SMP vm created");
  }

  private static Conclusion processor(LogFacts facts) {
    if (facts.virtual()) {
      return new Conclusion(
          Suspect.HYPERVISOR,
          "The virtual CPU has no TSC that Linux can rely on.",
          "Use the paravirtual clock, or give the guest a CPU model with an invariant TSC.");
    }
    if (facts.reasonContains("BIOS")) {
      return new Conclusion(
          Suspect.FIRMWARE,
          "The firmware declared that the TSCs are not in step.",
          "Update the firmware, or keep the clocksource that the kernel chose.");
    }
    return new Conclusion(
        Suspect.TSC,
        "By its kind this processor's TSC is not constant, or stops, or differs between CPUs.",
        "Keep the clocksource that the kernel chose.");
  }

  private static Conclusion trusted(LogFacts facts) {
    if (facts.firmwareWrote() || facts.has(KernelEventCode.TSC_ADJUST_COMPENSATED)) {
      return facts.virtual() && !facts.firmwareWrote()
          ? new Conclusion(
              Suspect.HYPERVISOR,
              "The virtual CPUs began with different TSCs, and the kernel compensated it.",
              "Nothing needs to be done; tscwatch check shows whether it holds.")
          : new Conclusion(
              Suspect.FIRMWARE,
              "The TSCs had been written by something else than the kernel, which repaired it.",
              "Update the firmware, and let tscwatch watch TSC_ADJUST; the TSC is still trusted.");
    }
    if (facts.has(KernelEventCode.TSC_FIRMWARE_BUG_OTHER)) {
      return new Conclusion(
          facts.virtual() ? Suspect.HYPERVISOR : Suspect.FIRMWARE,
          "What the processor is set up to do, or says of its TSC, is not what Linux expects.",
          facts.virtual()
              ? "In a guest this is harmless by itself."
              : "Update the firmware, and compare the TSC with NTP; the TSC is still trusted.");
    }
    if (facts.skippedFarApart()) {
      return new Conclusion(
          facts.virtual() ? Suspect.HYPERVISOR : Suspect.WATCHDOG,
          "Over a long interval the reference clock counted quite another time than the TSC: it"
              + " came around, or it stood still with a paused guest.",
          "Look for what held the machine up for seconds at that time; the TSC is still trusted.");
    }
    if (facts.has(KernelEventCode.WATCHDOG_READBACK_DELAY)
        || facts.has(KernelEventCode.WATCHDOG_SKIPPED)) {
      return new Conclusion(
          Suspect.SLOW_READOUT,
          "No clock was found wrong: reading them took too long, or the check came late.",
          "Nothing needs to be done now; on 5.13 to 6.8 the kernel may give a good TSC up for"
              + " this, which tsc=nowatchdog prevents once tscwatch check finds it in sync.");
    }
    return new Conclusion(
        Suspect.NOTHING, "The log holds nothing against the TSC.", "Nothing needs to be done.");
  }
}
