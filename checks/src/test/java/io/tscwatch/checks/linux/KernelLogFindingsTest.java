package io.tscwatch.checks.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.finding.Quantity;
import io.tscwatch.checks.finding.ReferenceVote;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.finding.Unit;
import io.tscwatch.checks.klog.KernelLog;
import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.topology.CpuSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelLogFindingsTest {

  private static List<Finding> judge(MeasuredSync measured, String... lines) {
    return KernelLogFindings.of(
        Reading.present(KernelLog.parse(List.of(lines))), measured, ReferenceVote.UNDECIDED);
  }

  @Test
  void aQuietBootGivesNoFinding() {
    assertThat(
            judge(
                MeasuredSync.IN_SYNC,
                "[    0.000000] tsc: Detected 2596.146 MHz processor",
                "[    1.000000] tsc: Refined TSC clocksource calibration: 2596.101 MHz",
                "[    1.100000] clocksource: Switched to clocksource tsc"))
        .isEmpty();
  }

  private static final String[] WATCHDOG = {
    "[  367.900000] clocksource: timekeeping watchdog on CPU3: Marking clocksource 'tsc' as"
        + " unstable because the skew is too large:",
    "[  367.900001] clocksource:                       'hpet' wd_nsec: 503029760 wd_now: 9b7ca6e"
        + " wd_last: 9ae2b1e mask: ffffffff",
    "[  367.900002] clocksource:                       'tsc' cs_nsec: 504000000 cs_now: 1b2c3d4e5f"
        + " cs_last: 1a2b3c4d5e mask: ffffffffffffffff",
    "[  367.900003] tsc: Marking TSC unstable due to clocksource watchdog",
  };

  @Test
  void aKernelThatSawTheTscDisagreeWithAnotherClockLeavesTheRateUnknown() {
    List<Finding> findings = judge(MeasuredSync.IN_SYNC, WATCHDOG);

    assertThat(findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.KERNEL_MARKED_UNSTABLE);
              assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
              assertThat(finding.sentence())
                  .contains("clocksource watchdog")
                  .contains("judging it by hpet")
                  .contains("measured to be in sync");
              assertThat(finding.advice()).contains("watchdog's own clock");
              assertThat(finding.evidence())
                  .contains("because the skew is too large")
                  .contains("more");
              assertThat(finding.quantities())
                  .contains(new Quantity("skew", 970_240, Unit.NANOSECONDS));
            });
  }

  @Test
  void aKernelThatIsConfirmedIsCritical() {
    assertThat(judge(MeasuredSync.OUT_OF_SYNC, WATCHDOG).get(0).severity())
        .isEqualTo(Severity.CRITICAL);
  }

  @Test
  void aWarpNamesItsCyclesAndItsCpus() {
    List<Finding> findings =
        judge(
            MeasuredSync.NOT_MEASURED,
            "[    0.200000] TSC synchronization [CPU#0 -> CPU#5]:",
            "[    0.200001] Measured 7890 cycles TSC warp between CPUs, turning off TSC clock.",
            "[    0.200002] tsc: Marking TSC unstable due to check_tsc_sync_source failed");

    assertThat(findings)
        .extracting(Finding::code)
        .containsExactly(FindingCode.KERNEL_MARKED_UNSTABLE, FindingCode.KERNEL_WARP_REPORTED);
    assertThat(findings.get(1).sentence()).contains("7890 cycles");
    assertThat(findings.get(1).cpus()).isEqualTo(CpuSet.of(0, 5));
  }

  @Test
  void aFirmwareBugThatTheKernelRepairedAtBootOnlyInforms() {
    List<Finding> findings =
        judge(
            MeasuredSync.IN_SYNC,
            "[    0.000000] [Firmware Bug]: TSC ADJUST: CPU0: -3495128 force to 0",
            "[    0.003503] [Firmware Bug]: TSC ADJUST differs within socket(s), fixing all"
                + " errors");

    assertThat(findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.KERNEL_FIRMWARE_BUG);
              assertThat(finding.severity()).isEqualTo(Severity.INFO);
            });
  }

  @Test
  void aTscAdjustThatWasRestoredIsAWarningAndOneThatWasCompensatedIsNot() {
    assertThat(
            judge(
                    MeasuredSync.IN_SYNC,
                    "[  900.000000] [Firmware Bug]: TSC ADJUST differs: CPU3 0 --> -512. Restoring")
                .get(0))
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.KERNEL_ADJUST_REPAIRED);
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.cpus()).isEqualTo(CpuSet.of(3));
            });
    assertThat(
            judge(
                    MeasuredSync.IN_SYNC,
                    "[    0.500000] TSC ADJUST compensate: CPU18 observed 141 warp. Adjust: 141")
                .get(0)
                .severity())
        .isEqualTo(Severity.INFO);
  }

  @Test
  void aSlowReadoutIsNoiseUnlessTheKernelCondemnedTheTscForIt() {
    assertThat(
            judge(
                MeasuredSync.IN_SYNC,
                "[   99.000000] clocksource: wd-tsc-wd read-back delay of 61000ns, clock-skew test"
                    + " skipped!"))
        .extracting(Finding::code)
        .containsExactly(FindingCode.KERNEL_WATCHDOG_NOISE);
    assertThat(
            judge(
                MeasuredSync.IN_SYNC,
                "[   99.000000] clocksource: timekeeping watchdog on CPU2: tsc read-back delay of"
                    + " 126000ns, attempt 4, marking unstable"))
        .extracting(Finding::code)
        .containsExactly(FindingCode.KERNEL_MARKED_UNSTABLE);
  }

  @Test
  void aLogThatMayNotBeReadIsUnknownAndSaysHowToGrantIt() {
    assertThat(
            KernelLogFindings.of(
                Reading.denied("restricted", "grant CAP_SYSLOG"),
                MeasuredSync.IN_SYNC,
                ReferenceVote.UNDECIDED))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.KERNEL_LOG_UNREADABLE);
              assertThat(finding.sentence()).contains("unknown");
              assertThat(finding.advice()).isEqualTo("grant CAP_SYSLOG");
            });
  }

  @Test
  void socketsThatAreResetOneByOneAreKnownFromTheLogOrTheFolder() {
    KernelFacts plain =
        new KernelFacts(
            Reading.absent(""),
            Reading.absent(""),
            Reading.absent(""),
            Reading.absent(""),
            Reading.absent(""),
            false);
    KernelFacts uv =
        new KernelFacts(
            Reading.absent(""),
            Reading.absent(""),
            Reading.absent(""),
            Reading.absent(""),
            Reading.absent(""),
            true);

    assertThat(AsyncResets.evidence(plain, List.of())).isEmpty();
    assertThat(AsyncResets.evidence(uv, List.of()))
        .isEqualTo(Optional.of("/proc/sgi_uv is there (an SGI UV)"));
    assertThat(
            AsyncResets.evidence(
                plain,
                KernelLog.parse(
                    List.of("[    0.000000] tsc: Marking TSC async resets true due to UV BIOS"))))
        .hasValueSatisfying(how -> assertThat(how).contains("UV BIOS"));
  }
}
