package io.tscwatch.checks.witness;

import static io.tscwatch.checks.reference.ClockKind.ACPI_PM;
import static io.tscwatch.checks.reference.ClockKind.HPET;
import static io.tscwatch.checks.reference.ClockKind.KVMCLOCK;
import static io.tscwatch.checks.reference.ClockKind.MONOTONIC_RAW;
import static io.tscwatch.checks.reference.ClockKind.PTP;
import static io.tscwatch.checks.reference.ClockKind.REALTIME;
import static io.tscwatch.checks.reference.ClockKind.RTC;
import static io.tscwatch.checks.witness.BenchRun.PPM;
import static io.tscwatch.checks.witness.BenchRun.SECOND;
import static io.tscwatch.checks.witness.BenchRun.bareMetal;
import static io.tscwatch.checks.witness.BenchRun.usual;
import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.simulate.CounterPlan;
import io.tscwatch.checks.simulate.Event;
import io.tscwatch.checks.simulate.Platform;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.witness.WitnessNews.Blame;
import io.tscwatch.checks.witness.WitnessStatus.Standing;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Planted faults, in virtual time: who is blamed, and after how long. */
class WitnessFaultsTest {

  private static final CounterPlan FAST =
      CounterPlan.DEFAULT.withRate(0, 300 * PPM).withRate(1, 300 * PPM);

  @Test
  void soundClocksConfirmTheTscAndCountOncePerSource() {
    BenchRun run = new BenchRun(bareMetal(usual(HPET), usual(ACPI_PM), usual(PTP)).build());
    run.seconds(60);
    assertThat(run.vote())
        .isInstanceOfSatisfying(
            Vote.TscConfirmed.class,
            confirmed -> {
              assertThat(confirmed.by()).containsExactly("hpet", "acpi-pm", "ptp0");
              assertThat(confirmed.sources()).isEqualTo(2);
            });
    assertThat(run.findings()).isEmpty();
    assertThat(run.news).isEmpty();
  }

  @Test
  void intervalsContainTheTruthAndGetNarrower() {
    BenchRun run =
        new BenchRun(
            bareMetal(usual(HPET).withRate(-7 * PPM), usual(ACPI_PM).withRate(3 * PPM)).build());
    long before = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      run.seconds(10 << (2 * i));
      RateInterval hpet = run.rate(HPET);
      assertThat(hpet.contains(7 * PPM)).as("%s", hpet).isTrue();
      assertThat(run.rate(ACPI_PM).contains(-3 * PPM)).as("%s", run.rate(ACPI_PM)).isTrue();
      assertThat(hpet.widthPicosPerSecond()).isLessThan(before);
      before = hpet.widthPicosPerSecond();
    }
    // 1.4 us and a tick of 70 ns on either side of 14 minutes.
    assertThat(before).isLessThan(10_000);
  }

  @Test
  void anHpetThatIs800PpmOffIsOutAndNotTheTsc() {
    BenchRun run =
        new BenchRun(
            bareMetal(usual(HPET).withRate(800 * PPM), usual(ACPI_PM), usual(REALTIME)).build());
    assertThat(run.secondsUntil(Vote.WitnessOut.class, 10)).isLessThanOrEqualTo(4);
    assertThat(run.vote().witnessesOut()).containsExactly("hpet");
    assertThat(run.findings())
        .containsExactly(FindingCode.REFERENCE_WITNESS_OUT, FindingCode.REFERENCE_HEAD_ROOM);
    RateInterval hpet = run.rate(HPET);
    // The TSC counts 1 / 1.0008 in a second of that HPET.
    assertThat(hpet.contains(-799_360_511L)).as("%s", hpet).isTrue();
  }

  @Test
  void theMarginOfTheKernelIsTakenFromTheClockThatItWatchesBy() {
    BenchRun run = new BenchRun(bareMetal(usual(HPET).withRate(800 * PPM), usual(ACPI_PM)).build());
    HeadRoom room = run.seconds(20).report().headRoom().orElseThrow();
    assertThat(room.watchdog()).isEqualTo("hpet");
    assertThat(room.limit().picosPerSecond()).isEqualTo(1000 * PPM);
    assertThat(room.marginPicosPerSecond()).isBetween(199 * PPM, 201 * PPM);
    assertThat(room.marginNanos()).isBetween(99_500L, 100_500L);
    assertThat(room.beyond()).isFalse();
  }

  @Test
  void aTscThatIs300PpmOffIsOut() {
    BenchRun run =
        new BenchRun(
            bareMetal(usual(HPET), usual(ACPI_PM), usual(REALTIME), usual(PTP))
                .counters(FAST)
                .build());
    assertThat(run.secondsUntil(Vote.TscOut.class, 10)).isLessThanOrEqualTo(4);
    assertThat(run.findings()).contains(FindingCode.REFERENCE_TSC_OUT);
    assertThat(run.rate(HPET).contains(300 * PPM)).isTrue();
    assertThat(run.rate(PTP).contains(300 * PPM)).isTrue();
  }

  @Test
  void twoWitnessesThatShareASourceDoNotPutTheTscOut() {
    BenchRun run =
        new BenchRun(bareMetal(usual(HPET), usual(ACPI_PM)).counters(FAST).build()).seconds(120);
    assertThat(run.vote()).isEqualTo(new Vote.NoQuorum(1, java.util.List.of("hpet", "acpi-pm")));
    assertThat(run.findings()).contains(FindingCode.REFERENCE_DISAGREES);
    assertThat(run.findings()).doesNotContain(FindingCode.REFERENCE_TSC_OUT);
  }

  @Test
  void ntpVotesOnceItsErrorIsSmallAgainstTheTimeObserved() {
    // 0.5 ms on either side are 100 ppm after 20 s.
    BenchRun run = new BenchRun(bareMetal(usual(REALTIME)).counters(FAST).build());
    run.seconds(10);
    assertThat(run.witness(REALTIME).standing()).isEqualTo(Standing.OBSERVING);
    run.seconds(20);
    assertThat(run.witness(REALTIME).standing()).isEqualTo(Standing.VOTES);
    assertThat(run.rate(REALTIME).contains(300 * PPM)).isTrue();
  }

  @Test
  void aStepOfNtpEndsItsSeriesAndBlamesItAlone() {
    BenchRun run =
        new BenchRun(
            bareMetal(usual(HPET), usual(ACPI_PM), usual(REALTIME))
                .at(61 * SECOND, new Event.ClockSet(250_000_000L))
                .build());
    run.seconds(60);
    assertThat(run.witness(REALTIME).standing()).isEqualTo(Standing.VOTES);
    run.seconds(4);
    assertThat(run.news)
        .singleElement()
        .satisfies(
            news -> {
              assertThat(news.witness()).isEqualTo("realtime");
              assertThat(news.blame()).isEqualTo(Blame.WITNESS);
              assertThat(((SeriesEvent.Step) news.event()).nanos())
                  .isBetween(240_000_000L, 250_000_000L);
            });
    assertThat(run.vote()).isInstanceOf(Vote.TscConfirmed.class);
    assertThat(run.findings()).doesNotContain(FindingCode.REFERENCE_TSC_OUT);
    run.seconds(60);
    assertThat(run.witness(REALTIME).standing()).isEqualTo(Standing.VOTES);
    assertThat(run.findings()).isEmpty();
  }

  @Test
  void aClockThatIsNoLongerSynchronisedLosesItsVote() {
    BenchRun run =
        new BenchRun(
            bareMetal(usual(REALTIME))
                .at(41 * SECOND, new Event.Disciplined(Optional.empty()))
                .build());
    run.seconds(40);
    assertThat(run.vote()).isInstanceOf(Vote.TscConfirmed.class);
    run.seconds(4);
    assertThat(run.witness(REALTIME).standing()).isEqualTo(Standing.DERIVED);
    assertThat(run.vote()).isEqualTo(new Vote.NoQuorum(2, java.util.List.of()));
    assertThat(run.findings()).containsExactly(FindingCode.REFERENCE_NONE);
  }

  @Test
  void anHpetThatStopsIsFoundAtTheNextLook() {
    BenchRun run =
        new BenchRun(
            bareMetal(usual(HPET), usual(ACPI_PM), usual(REALTIME))
                .at(61 * SECOND, new Event.ClockStall(HPET, 20 * SECOND))
                .build());
    run.seconds(64);
    assertThat(run.news)
        .singleElement()
        .satisfies(
            news -> {
              assertThat(news.witness()).isEqualTo("hpet");
              assertThat(news.blame()).isEqualTo(Blame.WITNESS);
            });
    run.seconds(4);
    assertThat(run.witness(HPET).standing()).isEqualTo(Standing.UNSTEADY);
    assertThat(run.witness(HPET).stallNanos()).isPresent();
    assertThat(run.findings()).containsExactly(FindingCode.REFERENCE_WITNESS_UNSTEADY);
    assertThat(run.vote()).isInstanceOf(Vote.TscConfirmed.class);
    run.seconds(60);
    assertThat(run.witness(HPET).standing()).isEqualTo(Standing.VOTES);
    assertThat(run.findings()).isEmpty();
  }

  @Test
  void thePmTimerThatCameAroundInAPauseIsSettledByAnotherClock() {
    BenchRun run = new BenchRun(bareMetal(usual(HPET), usual(ACPI_PM), usual(REALTIME)).build());
    run.seconds(60).pause(20).seconds(10);
    assertThat(run.news).isEmpty();
    assertThat(run.witness(ACPI_PM).observedNanos()).isGreaterThan(80 * SECOND);
    assertThat(run.rate(ACPI_PM).contains(0)).isTrue();
    assertThat(run.vote()).isInstanceOf(Vote.TscConfirmed.class);
  }

  @Test
  void clocksThatCouldNotBeReadForAWhileVoteAgainSoonAfter() {
    BenchRun run =
        new BenchRun(
            bareMetal(usual(HPET), usual(ACPI_PM), usual(REALTIME))
                .at(61 * SECOND, new Event.Starvation(CpuSet.of(0), 20 * SECOND))
                .build());
    run.seconds(70);
    assertThat(run.witness(ACPI_PM).standing()).isEqualTo(Standing.UNREADABLE);
    run.seconds(24);
    assertThat(run.witness(ACPI_PM).standing()).isEqualTo(Standing.VOTES);
    assertThat(run.witness(ACPI_PM).observedNanos()).isGreaterThan(80 * SECOND);
    assertThat(run.vote()).isInstanceOf(Vote.TscConfirmed.class);
    assertThat(run.news).isEmpty();
  }

  @Test
  void aloneThePmTimerBeginsAnewRatherThanGuess() {
    BenchRun run = new BenchRun(bareMetal(usual(ACPI_PM)).build());
    run.seconds(60).pause(20).seconds(2);
    assertThat(run.news)
        .singleElement()
        .satisfies(news -> assertThat(news.event()).isInstanceOf(SeriesEvent.Ended.class));
    run.seconds(10);
    assertThat(run.witness(ACPI_PM).observedNanos()).isLessThan(20 * SECOND);
    assertThat(run.vote()).isInstanceOf(Vote.TscConfirmed.class);
    assertThat(run.findings()).isEmpty();
  }

  @Test
  void readoutsOf100MicrosecondsInOnePercentAreNoFinding() {
    BenchRun run =
        new BenchRun(
            bareMetal(
                    usual(HPET).withSlowReads(10, 100_000),
                    usual(ACPI_PM).withSlowReads(10, 100_000),
                    usual(REALTIME))
                .build());
    run.seconds(3600);
    assertThat(run.findings()).isEmpty();
    assertThat(run.news).isEmpty();
    assertThat(run.witness(HPET).cost().widestNanos()).isGreaterThan(100_000);
    assertThat(run.rate(HPET).widthPicosPerSecond()).isLessThan(5_000);
  }

  @Test
  void readoutsThatAreOftenSlowAreCalledNoiseAndNotSkew() {
    BenchRun run = new BenchRun(bareMetal(usual(HPET).withSlowReads(100, 200_000)).build());
    run.seconds(600);
    assertThat(run.findings()).containsExactly(FindingCode.REFERENCE_READOUT_NOISE);
    assertThat(run.vote()).isInstanceOf(Vote.TscConfirmed.class);
  }

  @Test
  void aTscThatStepsIsBlamedByAllOthersTogether() {
    BenchRun run =
        new BenchRun(
            bareMetal(usual(HPET), usual(ACPI_PM), usual(PTP))
                .at(61 * SECOND, new Event.TscStep(CpuSet.of(0, 1), 2_600_000, false))
                .build());
    run.seconds(66);
    assertThat(run.news).hasSize(3).allMatch(news -> news.blame() == Blame.TSC);
    run.seconds(10);
    assertThat(run.vote()).isInstanceOf(Vote.TscConfirmed.class);
  }

  @Test
  void emulatedTimersNeverVote() {
    BenchRun run =
        new BenchRun(
            bareMetal(usual(HPET), usual(ACPI_PM), usual(RTC))
                .platform(
                    new Platform(
                        Platform.Vendor.INTEL, Platform.Hypervisor.KVM, true, true, true, false))
                .build());
    run.seconds(120);
    assertThat(run.vote()).isEqualTo(new Vote.NoQuorum(2, java.util.List.of()));
    assertThat(run.witness(HPET).standing()).isEqualTo(Standing.DERIVED);
    assertThat(run.witness(HPET).rate()).isPresent();
    assertThat(run.findings()).containsExactly(FindingCode.REFERENCE_NONE);
  }

  @Test
  void theKvmclockPageShowsTheRateThatTheHostTakesTheTscForAndNeverVotes() {
    Platform guest =
        new Platform(Platform.Vendor.INTEL, Platform.Hypervisor.KVM, true, true, true, false);
    // The host writes factor and start for the nominal frequency; the counters run 300 ppm fast.
    BenchRun run = new BenchRun(bareMetal().platform(guest).counters(FAST).build()).seconds(60);
    WitnessStatus page = run.witness(KVMCLOCK);
    assertThat(page.standing()).isEqualTo(Standing.DERIVED);
    assertThat(page.lineage().orElseThrow().source()).isEqualTo(Lineage.TSC);
    // A factor of 32 bits is good to a third of a thousandth of a ppm.
    assertThat(run.rate(KVMCLOCK).minPicosPerSecond()).isBetween(-1000L, 1000L);
    assertThat(run.rate(KVMCLOCK).widthPicosPerSecond()).isLessThan(5_000);
    assertThat(page.tscMinHertz().orElseThrow()).isBetween(2_599_999_990L, 2_600_000_010L);
    assertThat(run.vote()).isEqualTo(new Vote.NoQuorum(2, java.util.List.of()));
    assertThat(run.findings()).containsExactly(FindingCode.REFERENCE_NONE);
  }

  @Test
  void withoutAKvmclockPageTheReadingSaysWhy() {
    BenchRun run = new BenchRun(bareMetal(usual(HPET)).build()).seconds(4);
    assertThat(run.witness(KVMCLOCK).standing()).isEqualTo(Standing.UNREADABLE);
    assertThat(run.witness(KVMCLOCK).why()).contains("no kvmclock page");
  }

  @Test
  void theRtcIsReadByItsUpdates() {
    BenchRun run = new BenchRun(bareMetal(usual(RTC).withRate(-20 * PPM)).build());
    run.seconds(300);
    assertThat(run.rate(RTC).contains(20 * PPM)).as("%s", run.rate(RTC)).isTrue();
    assertThat(run.rate(RTC).widthPicosPerSecond()).isLessThan(5 * PPM);
  }

  @Test
  void theKernelsOwnClockShowsTheFrequencyThatItUses() {
    BenchRun run = new BenchRun(bareMetal().counters(FAST).build()).seconds(20);
    assertThat(run.rate(MONOTONIC_RAW).contains(0)).isTrue();
    assertThat(run.witness(MONOTONIC_RAW).standing()).isEqualTo(Standing.DERIVED);
    assertThat(run.report().nominal().orElseThrow().kilohertz()).isEqualTo(2_600_000);
  }
}
