package io.tscwatch.checks.klog;

import static io.tscwatch.checks.klog.KernelMessage.CPU;
import static io.tscwatch.checks.klog.KernelMessage.MEGAHERTZ;
import static io.tscwatch.checks.klog.KernelMessage.NUMBER;
import static io.tscwatch.checks.klog.KernelMessage.SIGNED;
import static io.tscwatch.checks.klog.KernelMessage.always;
import static io.tscwatch.checks.klog.KernelMessage.cpu;
import static io.tscwatch.checks.klog.KernelMessage.kilohertz;
import static io.tscwatch.checks.klog.KernelMessage.number;

import io.tscwatch.checks.klog.Fragment.Whole;
import io.tscwatch.checks.topology.CpuSet;
import java.util.List;

/**
 * What arch/x86/kernel/tsc.c and tsc_sync.c, the scheduler's clock, the AMD setup and KVM say about
 * the TSC.
 */
final class TscMessages {

  private static final String TAG = "(?:tsc: |TSC: )?";

  private static final String FIRMWARE_BUG = "\\[Firmware Bug\\]: ";

  /** pr_warn(FW_BUG ...) in most versions; the first ones did not blame the firmware. */
  private static final String MAYBE_FIRMWARE_BUG = "(?:" + FIRMWARE_BUG + ")?";

  static final List<KernelMessage> ALL =
      List.of(
          always(
              TAG + "Marking TSC unstable due to:? ([ -~]{1,200}?)\\.?", m -> unstable(m.group(1))),
          always(
              "(?:kvm(?: \\[\\d{1,7}\\])?: )?(SMP vm created on host with unstable TSC)"
                  + "(?:; guest TSC will not be reliable)?",
              m -> unstable(m.group(1))),
          always(
              "TSC found unstable after boot(?:, most likely due to broken BIOS\\.?"
                  + "(?: Use 'tsc=unstable'\\.?)?)?",
              m -> new Fragment.LateUnstable()),
          always(
              "sched_clock: Marking unstable \\(-?\\d{1,20}, -?\\d{1,20}\\)"
                  + "(?:<-\\(-?\\d{1,20}, -?\\d{1,20}\\))?",
              m -> new Fragment.SchedClockUnstable()),
          // "checking ..." until 2.6.32, where "passed." follows if all is well
          always(
              "(?:checking )?TSC synchronization \\[CPU#" + CPU + " -> CPU#" + CPU + "\\]:",
              m -> new Fragment.WarpHeader(cpu(m, 1).plus(cpu(m, 2)))),
          always(
              "Measured " + NUMBER + " cycles TSC warp between CPUs, turning off TSC clock\\.",
              m -> new Fragment.WarpMeasured(number(m, 1))),
          always("TSC warped randomly between CPUs\\.?", m -> new Fragment.WarpRandom()),
          always(
              MAYBE_FIRMWARE_BUG + "TSC ADJUST: CPU" + CPU + ": " + SIGNED + " force to 0",
              m -> bootAdjust(cpu(m, 1), number(m, 2), true)),
          always(
              MAYBE_FIRMWARE_BUG + "TSC ADJUST: CPU" + CPU + ": " + SIGNED + " NOT forced to 0",
              m -> bootAdjust(cpu(m, 1), number(m, 2), false)),
          always(
              MAYBE_FIRMWARE_BUG + "TSC ADJUST differs within socket\\(s\\), fixing all errors",
              m -> Whole.of(KernelEventCode.TSC_ADJUST_DIFFERS_IN_SOCKET)),
          always(
              MAYBE_FIRMWARE_BUG
                  + "TSC ADJUST differs: CPU"
                  + CPU
                  + " "
                  + SIGNED
                  + " --> "
                  + SIGNED
                  + "\\. Restoring",
              m ->
                  Whole.of(
                      KernelEventCode.TSC_ADJUST_RESTORED,
                      cpu(m, 1),
                      new KernelDetail.Restored(number(m, 2), number(m, 3)))),
          always(
              "TSC ADJUST compensate: CPU"
                  + CPU
                  + " observed "
                  + SIGNED
                  + " warp(?: \\(overhead \\d{1,18}\\))?\\. Adjust: "
                  + SIGNED,
              m ->
                  Whole.of(
                      KernelEventCode.TSC_ADJUST_COMPENSATED,
                      cpu(m, 1),
                      new KernelDetail.Compensated(number(m, 2), number(m, 3)))),
          always(
              FIRMWARE_BUG + "TSC doesn't count with P0 frequency!",
              m -> Whole.of(KernelEventCode.TSC_FIRMWARE_BUG_OTHER)),
          always(
              TAG + "Marking TSC async resets true due to ([ -~]{1,200})",
              m ->
                  Whole.of(
                      KernelEventCode.TSC_FIRMWARE_BUG_OTHER,
                      CpuSet.empty(),
                      new KernelDetail.Reason(m.group(1)))),
          // tsc=recalibrate, since 5.18
          always(
              TAG
                  + "Warning: TSC freq calibrated by CPUID/MSR differs from what is calibrated by"
                  + " HW timer, please check with vendor!!",
              m -> Whole.of(KernelEventCode.TSC_FIRMWARE_BUG_OTHER)),
          always(
              TAG + "TSC freq recalibrated by \\[(?:HPET|PM_TIMER)\\]: " + MEGAHERTZ,
              m -> refined(kilohertz(m, 1))),
          always(
              TAG + "Refined TSC clocksource calibration: " + MEGAHERTZ + "\\.?",
              m -> refined(kilohertz(m, 1)).about("tsc")),
          always(
              TAG
                  + "(?:Fast TSC calibration using (?:PIT|MSR)"
                  + "|TSC calibrated against (?:HPET|PM_TIMER|PIT)"
                  + "|PIT calibration matches (?:HPET|PMTIMER)\\. \\d{1,3} loops"
                  + "|using (?:HPET|PMTIMER) reference calibration"
                  + "|[uU]sing PIT calibration value)\\.?",
              m -> new Fragment.CalibrationMethod()),
          always(
              "(?:tsc: |TSC: |time\\.c: )?Detected " + MEGAHERTZ + " (processor|TSC)\\.?",
              m -> new Fragment.CalibrationResult(kilohertz(m, 1), m.group(3).equals("TSC"))));

  private TscMessages() {}

  private static Whole unstable(String reason) {
    return Whole.of(
            KernelEventCode.TSC_MARKED_UNSTABLE, CpuSet.empty(), new KernelDetail.Reason(reason))
        .about("tsc");
  }

  private static Whole bootAdjust(CpuSet cpus, long cycles, boolean forcedToZero) {
    return Whole.of(
        KernelEventCode.TSC_ADJUST_BOOT_NONZERO,
        cpus,
        new KernelDetail.BootAdjust(cycles, forcedToZero));
  }

  private static Whole refined(long kilohertz) {
    return Whole.of(
        KernelEventCode.TSC_REFINED, CpuSet.empty(), new KernelDetail.Frequency(kilohertz));
  }
}
