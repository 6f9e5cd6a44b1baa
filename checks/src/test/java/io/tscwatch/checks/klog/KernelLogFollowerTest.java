package io.tscwatch.checks.klog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.topology.CpuSet;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class KernelLogFollowerTest {

  private static final String HEADER =
      "clocksource: timekeeping watchdog on CPU3: Marking clocksource 'tsc' as unstable because the"
          + " skew is too large:";
  private static final String WATCHDOG =
      "clocksource: 'hpet' wd_nsec: 500000000 wd_now: 2 wd_last: 1 mask: ffffffff";
  private static final String CLOCK =
      "clocksource: 'tsc' cs_nsec: 500800000 cs_now: 4 cs_last: 3 mask: ffffffffffffffff";

  private final KernelLogFollower follower = new KernelLogFollower();

  @Test
  void aReportIsGivenWhenTheNextMessageComes() {
    assertThat(follower.accept(HEADER)).isEmpty();
    assertThat(follower.accept(WATCHDOG)).isEmpty();
    assertThat(follower.accept(CLOCK)).isEmpty();
    List<KernelEvent> events =
        follower.accept("tsc: Marking TSC unstable due to clocksource watchdog");
    assertThat(events)
        .map(KernelEvent::code)
        .containsExactly(KernelEventCode.WATCHDOG_SKEW, KernelEventCode.TSC_MARKED_UNSTABLE);
    assertThat(events.get(0).skewNanos()).hasValue(800_000);
    assertThat(events.get(0).text()).isEqualTo(HEADER + "\n" + WATCHDOG + "\n" + CLOCK);
  }

  @Test
  void aSilentLogIsFlushed() {
    follower.accept(HEADER);
    assertThat(follower.flush()).hasSize(1);
    assertThat(follower.flush()).isEmpty();
  }

  @Test
  void otherLinesMayStandBetweenAReportsLinesButNotTooMany() {
    follower.accept(HEADER);
    for (int i = 0; i < 16; i++) {
      assertThat(follower.accept("usb 1-1: new device")).isEmpty();
    }
    follower.accept(CLOCK);
    for (int i = 0; i < 16; i++) {
      assertThat(follower.accept("usb 1-1: new device")).isEmpty();
    }
    assertThat(follower.accept("usb 1-1: new device")).hasSize(1);
  }

  @Test
  void intervalsAndStatementThatContradictEachOtherGiveNoSkew() {
    follower.accept(HEADER);
    follower.accept(WATCHDOG);
    follower.accept(CLOCK);
    follower.accept(
        "clocksource: Clocksource 'tsc' skewed 700000 ns (0 ms) over watchdog 'hpet' interval of"
            + " 500000000 ns (500 ms)");
    assertThat(follower.flush().get(0).skewNanos()).isEmpty();
  }

  @Test
  void aStatementWithWrongMillisecondsGivesNoSkew() {
    follower.accept(
        "clocksource: Clocksource 'tsc' skewed 8874087 ns (0 ms) over watchdog 'hpet' interval of"
            + " 515998611 ns (515 ms)");
    KernelEvent event = follower.flush().get(0);
    assertThat(event.skewNanos()).isEmpty();
    assertThat(event.watchdog()).hasValue("hpet");
  }

  @Test
  void aWarpInBothDirectionsIsTwoEventsOfTheSameCpus() {
    follower.accept("TSC synchronization [CPU#0 -> CPU#8]:");
    follower.accept("Measured 1188 cycles TSC warp between CPUs, turning off TSC clock.");
    follower.accept("TSC warped randomly between CPUs");
    List<KernelEvent> events = follower.flush();
    assertThat(events)
        .map(KernelEvent::code)
        .containsExactly(KernelEventCode.WARP_MEASURED, KernelEventCode.WARP_RANDOM);
    assertThat(events).map(KernelEvent::line).containsExactly(1L, 3L);
    assertThat(events).map(KernelEvent::cpus).containsOnly(CpuSet.of(0, 8));
    assertThat(events).map(KernelEvent::detail).first().isEqualTo(new KernelDetail.Warp(1188));
    assertThat(events.get(1).text()).isEqualTo("TSC warped randomly between CPUs");
  }

  @Test
  void cpusAheadAndBehindAreAllNamed() {
    KernelEvent event =
        follower.accept("clocksource:         CPUs 0-3,7 behind CPU 5 for clocksource tsc.").get(0);
    assertThat(event.cpus()).isEqualTo(CpuSet.of(0, 1, 2, 3, 5, 7));
    assertThat(event.clocksource()).hasValue("tsc");
  }

  @Test
  void adjustValuesAreKeptWithTheirSign() {
    assertThat(detail("[Firmware Bug]: TSC ADJUST: CPU0: -602358264300 force to 0"))
        .isEqualTo(new KernelDetail.BootAdjust(-602_358_264_300L, true));
    assertThat(detail("TSC ADJUST: CPU0: 17 NOT forced to 0"))
        .isEqualTo(new KernelDetail.BootAdjust(17, false));
    assertThat(detail("[Firmware Bug]: TSC ADJUST differs: CPU2 0 --> -45928000242. Restoring"))
        .isEqualTo(new KernelDetail.Restored(0, -45_928_000_242L));
    assertThat(detail("TSC ADJUST compensate: CPU36 observed -86056 warp. Adjust: -86056"))
        .isEqualTo(new KernelDetail.Compensated(-86_056, -86_056));
    assertThat(detail("tsc: Marking TSC async resets true due to UV BIOS"))
        .isEqualTo(new KernelDetail.Reason("UV BIOS"));
    assertThat(detail("tsc: Refined TSC clocksource calibration: 2293.811 MHz"))
        .isEqualTo(new KernelDetail.Frequency(2_293_811));
  }

  @Test
  void countersBeyond63BitsAreComparedUnsigned() {
    follower.accept("clocksource: Marking clocksource tsc unstable due to inter CPU skew");
    follower.accept("clocksource: CPU0 18446744073709551000 < CPU12 18446744073709551600 (cycles)");
    assertThat(follower.flush().get(0).detail()).isEqualTo(new KernelDetail.InterCpuSkew(600));
  }

  @Test
  void numbersThatNoKernelPrintsGiveNothing() {
    assertThat(follower.accept("Clocksource tsc unstable (delta = 99999999999999999999 ns)"))
        .isEmpty();
    assertThat(follower.accept("clocksource: CPUs 7-3 ahead of CPU 5 for clocksource tsc."))
        .isEmpty();
    assertThat(follower.accept("clocksource: Watchdog remote CPU 123456 read timed out")).isEmpty();
    assertThat(follower.flush()).isEmpty();
  }

  @Test
  void messagesWithoutPrefixAreCountedAndTimed() {
    follower.skipLine();
    KernelEvent event =
        follower
            .acceptMessage("clocksource: Switched to clocksource hpet", OptionalLong.of(5))
            .get(0);
    assertThat(event.line()).isEqualTo(2);
    assertThat(event.bootNanos()).hasValue(5);
  }

  @Test
  void theHypervisorIsNamedByTheKernelItself() {
    follower.accept("[    0.000000] Booting paravirtualized kernel on bare hardware");
    assertThat(follower.hypervisor()).isEmpty();
    follower.accept("[    0.000000] kvm-clock: cpu 0, msr 77601001, primary cpu clock");
    assertThat(follower.hypervisor()).hasValue("KVM");
    follower.accept("[    0.000000] Hypervisor detected: VMware");
    assertThat(follower.hypervisor()).hasValue("VMware");
  }

  @Test
  void theSummaryTellsHowFarHowFastAndWhatToDo() {
    KernelLogSummary summary =
        KernelLog.summarize(
            KernelLog.parse(
                List.of(HEADER, WATCHDOG, CLOCK, "clocksource: Switched to clocksource hpet")));
    assertThat(summary.condemned()).isTrue();
    assertThat(summary.did())
        .isEqualTo(
            "The kernel found the TSC 800000 ns ahead of its watchdog hpet over 500000000 ns"
                + " (1600 ppm), declared the TSC unstable and took the clocksource hpet.");
    assertThat(summary.paragraph())
        .contains(
            "The evidence points at the TSC or its watchdog: Two clocks differ", "tscwatch check");
  }

  private KernelDetail detail(String line) {
    return follower.accept(line).get(0).detail();
  }
}
