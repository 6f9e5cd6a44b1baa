package io.tscwatch.checks.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.simulate.Event;
import io.tscwatch.checks.simulate.MsrAccess;
import io.tscwatch.checks.simulate.Platform;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.ScenarioBuilder;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.checks.watch.WatchEvent.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchEventsTest {

  private static final long SECOND = WatchRun.SECOND;

  private static ScenarioBuilder four() {
    return Scenario.builder("four", MachineShape.of(1, 1, 1, 4, 1));
  }

  private static WatchRun run(ScenarioBuilder scenario, long seconds) {
    WatchRun run = new WatchRun(scenario.build()).seconds(seconds);
    assertThat(run.verdicts).as(run.story()).doesNotContain(Verdict.UNRELIABLE);
    return run;
  }

  @Test
  void aSuspendIsToldAndRestartsTheBaselines() {
    WatchRun run =
        run(
            four()
                .at(
                    100 * SECOND,
                    new Event.Suspend(3600 * SECOND, Event.TscInSuspend.RESETS, Map.of())),
            200);

    assertThat(run.of(Kind.SUSPEND_RESUMED)).hasSize(1);
    assertThat(run.of(Kind.SUSPEND_RESUMED).get(0).quantities().get(0).value())
        .isEqualTo(3600 * SECOND);
    assertThat(run.of(Kind.BASELINE_RESTARTED)).hasSize(1);
    assertThat(run.kinds()).doesNotContain(Kind.TSC_ADJUST_CHANGED, Kind.TSC_JUMPED_TOGETHER);
    assertThat(run.verdicts).as(run.story()).containsExactly(Verdict.RELIABLE);
  }

  @Test
  void aSkewThatASuspendLeavesBehindIsAFault() {
    WatchRun run =
        new WatchRun(
                four()
                    .at(
                        100 * SECOND,
                        new Event.Suspend(
                            3600 * SECOND, Event.TscInSuspend.CONTINUES, Map.of(2, 700L)))
                    .build())
            .seconds(102);

    assertThat(run.status().verdict()).as(run.story()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(run.cpu(2).verdict()).isEqualTo(Verdict.UNRELIABLE);
  }

  @Test
  void aMigrationIsToldByTheVmclock() {
    WatchRun run =
        run(
            four()
                .platform(Platform.KVM_GUEST.withVmclock(true))
                .at(100 * SECOND, new Event.Migration(-5_000_000_000L, false)),
            200);

    assertThat(run.of(Kind.GUEST_MIGRATED)).as(run.story()).hasSize(1);
    assertThat(run.of(Kind.GUEST_MIGRATED).get(0).sentence()).contains("disruption marker");
    assertThat(run.kinds()).doesNotContain(Kind.TSC_JUMPED_TOGETHER);
    assertThat(run.verdicts).containsExactly(Verdict.RELIABLE);
  }

  @Test
  void aMigrationIsToldByTheKvmclockPage() {
    WatchRun run =
        run(
            four()
                .platform(Platform.KVM_GUEST)
                .at(100 * SECOND, new Event.Migration(5_000_000_000L, false)),
            200);

    assertThat(run.of(Kind.GUEST_MIGRATED)).as(run.story()).hasSize(1);
    assertThat(run.verdicts).containsExactly(Verdict.RELIABLE);
  }

  @Test
  void aPauseIsToldByTheKvmclockPage() {
    WatchRun run =
        run(
            four().platform(Platform.KVM_GUEST).at(100 * SECOND - 1, new Event.Migration(0, true)),
            200);

    assertThat(run.of(Kind.GUEST_PAUSED)).as(run.story()).hasSize(1);
    assertThat(run.of(Kind.GUEST_MIGRATED)).isEmpty();
  }

  @Test
  void aJumpOfAllCountersTogetherIsNoFault() {
    WatchRun run = run(four().at(100 * SECOND, new Event.Migration(-90_000_000L, false)), 200);

    assertThat(run.of(Kind.TSC_JUMPED_TOGETHER)).as(run.story()).hasSize(1);
    assertThat(run.verdicts).containsExactly(Verdict.RELIABLE);
  }

  @Test
  void aClockThatIsSetIsToldWithItsSign() {
    WatchRun run = run(four().at(100 * SECOND, new Event.ClockSet(-3 * SECOND)), 200);

    assertThat(run.of(Kind.CLOCK_SET)).hasSize(1);
    assertThat(run.of(Kind.CLOCK_SET).get(0).sentence()).contains("back by 3.0 s");
    assertThat(run.kinds()).doesNotContain(Kind.BASELINE_RESTARTED);
  }

  @Test
  void anotherClocksourceIsTold() {
    WatchRun run = run(four().at(100 * SECOND, new Event.ClocksourceChange("hpet")), 200);

    assertThat(run.of(Kind.CLOCKSOURCE_CHANGED).get(0).sentence()).contains("hpet");
    assertThat(run.findings()).contains(FindingCode.KERNEL_CLOCKSOURCE_NOT_TSC);
  }

  @Test
  void aKernelMessageIsATypedEvent() {
    WatchRun run =
        run(
            four()
                .at(
                    100 * SECOND,
                    new Event.KernelLine("tsc: Marking TSC unstable due to clocksource watchdog")),
            200);

    assertThat(run.of(Kind.KERNEL_MESSAGE).get(0).sentence()).contains("tsc-marked-unstable");
    assertThat(run.findings()).contains(FindingCode.KERNEL_MARKED_UNSTABLE);
  }

  @Test
  void cpusThatComeAndGoAreToldAndTheReferenceIsTakenOver() {
    WatchRun run =
        run(
            four()
                .at(100 * SECOND, new Event.Offline(CpuSet.of(0)))
                .at(200 * SECOND, new Event.Online(CpuSet.of(0))),
            300);

    assertThat(run.of(Kind.CPU_OFFLINE)).hasSize(1);
    assertThat(run.of(Kind.CPU_ONLINE)).hasSize(1);
    assertThat(run.of(Kind.REFERENCE_CHANGED)).as(run.story()).hasSize(1);
    assertThat(run.status().referenceCpu()).isEqualTo(1);
    assertThat(run.verdicts).as(run.story()).containsExactly(Verdict.RELIABLE);
    assertThat(run.cpu(0).offset()).isPresent();
  }

  @Test
  void aCpuThatComesBackSkewedIsFoundAtOnce() {
    WatchRun run =
        new WatchRun(
                four()
                    .at(100 * SECOND, new Event.Offline(CpuSet.of(3)))
                    .at(150 * SECOND, new Event.TscStep(CpuSet.of(3), 4000, false))
                    .at(200 * SECOND, new Event.Online(CpuSet.of(3)))
                    .build())
            .seconds(202);

    assertThat(run.status().verdict()).as(run.story()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(run.cpu(3).verdict()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(run.findings()).contains(FindingCode.SKEW_BEYOND_LIMIT);
  }

  @Test
  void aPermissionThatIsLostAndRegainedIsTold() {
    WatchRun run =
        run(
            four()
                .at(100 * SECOND, new Event.MsrAccessChange(MsrAccess.DENIED))
                .at(110 * SECOND, new Event.KernelLogAccess(false))
                .at(150 * SECOND, new Event.MsrAccessChange(MsrAccess.READABLE))
                .at(160 * SECOND, new Event.KernelLogAccess(true)),
            300);

    assertThat(run.of(Kind.PERMISSION_LOST)).as(run.story()).hasSize(2);
    assertThat(run.of(Kind.PERMISSION_REGAINED)).hasSize(2);
  }

  /** As on QEMU's Intel models, which have TSC_ADJUST and do not declare it. */
  @Test
  void aRegisterThatWasReadIsThereThoughCpuidDoesNotDeclareItAndTheModuleIsGone() {
    WatchRun run =
        run(
            four()
                .platform(Platform.INTEL.withTscAdjust(false))
                .at(100 * SECOND, new Event.MsrAccessChange(MsrAccess.NO_DEVICE)),
            200);

    assertThat(run.findings())
        .as(run.story())
        .contains(FindingCode.ADJUST_NO_DEVICE)
        .doesNotContain(FindingCode.ADJUST_UNSUPPORTED);
  }

  @Test
  void aStarvedCpuIsToldAndItsEvidenceGrowsStale() {
    WatchRun run =
        new WatchRun(
                four().at(100 * SECOND, new Event.Starvation(CpuSet.of(2), 200 * SECOND)).build())
            .seconds(130);
    assertThat(run.of(Kind.PROBE_STARVED)).as(run.story()).hasSize(1);
    assertThat(run.of(Kind.PROBE_STARVED).get(0).cpus()).isEqualTo(CpuSet.of(2));
    assertThat(run.status().verdict()).isEqualTo(Verdict.RELIABLE);

    run.seconds(60);
    assertThat(run.status().verdict()).as(run.story()).isEqualTo(Verdict.UNKNOWN);
    assertThat(run.findings()).contains(FindingCode.EVIDENCE_STALE);
    assertThat(run.cpu(2).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(run.cpu(1).verdict()).isEqualTo(Verdict.RELIABLE);

    run.seconds(160);
    assertThat(run.status().verdict()).as(run.story()).isEqualTo(Verdict.RELIABLE);
    assertThat(run.verdicts).doesNotContain(Verdict.UNRELIABLE);
  }

  @Test
  void theShareTakenStaysWithinTheBudget() {
    WatchRun run = run(Scenario.builder("s", MachineShape.of(1, 1, 1, 16, 2)), 600);

    assertThat(run.status().intrusion().worstPartsPerMillion()).isBetween(1L, 1000L);
    assertThat(run.status().counters().sweeps()).isGreaterThan(10);
  }
}
