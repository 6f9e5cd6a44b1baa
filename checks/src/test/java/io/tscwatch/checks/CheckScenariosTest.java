package io.tscwatch.checks;

import static io.tscwatch.checks.finding.FindingCode.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.Severity;
import io.tscwatch.checks.measure.ImpossibleChoiceException;
import io.tscwatch.checks.measure.MeasureOptions;
import io.tscwatch.checks.measure.Progress;
import io.tscwatch.checks.schedule.PairSelection;
import io.tscwatch.checks.simulate.AdjustPlan;
import io.tscwatch.checks.simulate.CounterPlan;
import io.tscwatch.checks.simulate.DelayModel;
import io.tscwatch.checks.simulate.Event;
import io.tscwatch.checks.simulate.KernelPlan;
import io.tscwatch.checks.simulate.MsrAccess;
import io.tscwatch.checks.simulate.PairFailure;
import io.tscwatch.checks.simulate.Platform;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.ScenarioBuilder;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Distance;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.verdict.CpuVerdict;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.verdict.Report;
import io.tscwatch.checks.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Named faults on simulated machines, judged by the code that judges the real one. */
class CheckScenariosTest {

  private static final long PPM = 1_000_000;
  private static final MachineShape FOUR = MachineShape.of(1, 1, 1, 4, 1);
  private static final MachineShape TWO_SOCKETS = MachineShape.of(2, 1, 1, 4, 1);

  private static ScenarioBuilder machine(MachineShape shape) {
    return Scenario.builder("test", shape);
  }

  private static ScenarioBuilder machine(MachineShape shape, CounterPlan counters) {
    return machine(shape).counters(counters);
  }

  private static Report check(ScenarioBuilder scenario) throws InterruptedException {
    return check(scenario, MeasureOptions.DEFAULT, Limits.DEFAULT);
  }

  private static Report check(ScenarioBuilder scenario, MeasureOptions options, Limits limits)
      throws InterruptedException {
    try (SimulatedMachine machine = new SimulatedMachine(scenario.build())) {
      return Check.run(machine, options, limits, Progress.SILENT);
    }
  }

  private static MeasureOptions cpus(String list) {
    MeasureOptions d = MeasureOptions.DEFAULT;
    return new MeasureOptions(
        Optional.of(CpuSet.parse(list)),
        d.excluded(),
        d.sparing(),
        d.pairs(),
        d.budgetNanos(),
        d.sweeps(),
        d.gapNanos());
  }

  /** The only finding with the code. */
  private static Finding the(Report report, FindingCode code) {
    List<Finding> found = report.findings().stream().filter(f -> f.code() == code).toList();
    assertThat(found).as("%s in %s", code, report.findings()).hasSize(1);
    return found.get(0);
  }

  private static List<FindingCode> critical(Report report) {
    return report.findings().stream()
        .filter(finding -> finding.severity() == Severity.CRITICAL)
        .map(Finding::code)
        .toList();
  }

  private static CpuSet withVerdict(Report report, Verdict verdict) {
    return CpuSet.of(
        report.cpus().stream()
            .filter(cpu -> cpu.verdict() == verdict)
            .mapToInt(CpuVerdict::cpu)
            .toArray());
  }

  private static void assertReliable(Report report) {
    assertThat(report.verdict()).as(report.reason()).isEqualTo(Verdict.RELIABLE);
    assertThat(withVerdict(report, Verdict.RELIABLE)).isEqualTo(report.skew().measured());
    assertThat(report.agreementNanos()).isPresent();
  }

  private static void assertFault(Report report, FindingCode code, String cpus) {
    assertThat(report.verdict()).isEqualTo(Verdict.UNRELIABLE);
    Finding finding = the(report, code);
    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.cpus()).hasToString(cpus);
    assertThat(withVerdict(report, Verdict.UNRELIABLE)).hasToString(cpus);
    assertThat(report.agreementNanos()).isEmpty();
  }

  @Test
  void countersInStepAreReliableAndTheAgreementIsTheWorstBoundOfAnyPair() throws Exception {
    Report report = check(machine(FOUR));

    assertReliable(report);
    assertThat(critical(report)).isEmpty();
    // 52 cycles one way and a few of noise, at 2.6 GHz.
    assertThat(report.agreementNanos().getAsLong()).isBetween(20L, 25L);
    assertThat(report.reason()).startsWith("The TSCs of CPUs 0-3 agree within ");
  }

  @Test
  void aWarpOnOneCpuNamesThatCpu() throws Exception {
    Report report = check(machine(FOUR, CounterPlan.DEFAULT.withOffset(2, 500)));

    assertFault(report, SKEW_WARP, "2");
    assertThat(critical(report)).containsExactly(SKEW_WARP);
    assertThat(report.skew().offset(2).orElseThrow().bounds().contains(500)).isTrue();
    assertThat(report.reason()).contains("CPU 2 is ahead of CPUs 0-1,3");
  }

  @Test
  void aWarpOfTheReferenceCpuNamesTheReferenceCpu() throws Exception {
    Report report = check(machine(FOUR, CounterPlan.DEFAULT.withOffset(0, 500)));

    assertFault(report, SKEW_WARP, "0");
    assertThat(withVerdict(report, Verdict.RELIABLE)).hasToString("1-3");
  }

  @Test
  void aSocketBehindIsNamedAsAWhole() throws Exception {
    CounterPlan behind = CounterPlan.DEFAULT;
    for (int cpu = 4; cpu < 8; cpu++) {
      behind = behind.withOffset(cpu, -5200);
    }

    Report report = check(machine(TWO_SOCKETS, behind));

    assertFault(report, SKEW_BEYOND_LIMIT, "4-7");
    assertThat(the(report, SKEW_BEYOND_LIMIT).sentence()).contains("CPUs 4-7 are behind CPUs 0-3");
  }

  @Test
  void aSocketWithinTheLimitButProvenBehindIsAWarp() throws Exception {
    CounterPlan behind = CounterPlan.DEFAULT;
    for (int cpu = 4; cpu < 8; cpu++) {
      behind = behind.withOffset(cpu, -800);
    }

    assertFault(check(machine(TWO_SOCKETS, behind)), SKEW_WARP, "4-7");
  }

  @Test
  void twoCpusOffDifferentlyAreTwoFindings() throws Exception {
    Report report =
        check(machine(FOUR, CounterPlan.DEFAULT.withOffset(1, 900).withOffset(3, -900)));

    assertThat(report.findings())
        .filteredOn(finding -> finding.code() == SKEW_WARP)
        .extracting(finding -> finding.cpus().toString())
        .containsExactlyInAnyOrder("1", "3");
  }

  @Test
  void aCpuThatGainsOneMicrosecondASecondDrifts() throws Exception {
    Report report = check(machine(FOUR, CounterPlan.DEFAULT.withRate(3, PPM)));

    assertFault(report, RATE_DRIFT, "3");
    assertThat(critical(report)).containsExactly(RATE_DRIFT);
  }

  @Test
  void aReferenceCpuThatDriftsIsNamedItself() throws Exception {
    assertFault(check(machine(FOUR, CounterPlan.DEFAULT.withRate(0, -PPM))), RATE_DRIFT, "0");
  }

  @Test
  void twoCpusThatDriftTakeNoInnocentOneWithThem() throws Exception {
    MachineShape twelve = MachineShape.of(1, 1, 1, 12, 1);

    Report report = check(machine(twelve, CounterPlan.DEFAULT.withRate(2, PPM).withRate(3, PPM)));

    assertThat(report.skew().moved()).hasToString("2-3");
    assertThat(withVerdict(report, Verdict.UNRELIABLE)).hasToString("2-3");
  }

  @Test
  void everyCpuDriftingDifferentlyLeavesNobodyBlameless() throws Exception {
    Report report =
        check(
            machine(
                FOUR,
                CounterPlan.DEFAULT.withRate(1, PPM).withRate(2, -2 * PPM).withRate(3, 3 * PPM)));

    assertThat(report.verdict()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(report.skew().moved().size()).isEqualTo(3);
  }

  @Test
  void aStepWhileMeasuringIsAStepOfThatCpu() throws Exception {
    Report report =
        check(machine(FOUR).at(120_000_000, new Event.TscStep(CpuSet.of(2), 100_000, false)));

    assertFault(report, SKEW_STEP, "2");
    assertThat(the(report, SKEW_STEP).quantities())
        .anySatisfy(quantity -> assertThat(quantity.value()).isBetween(99_000L, 100_000L))
        .anySatisfy(quantity -> assertThat(quantity.value()).isBetween(100_000L, 101_000L));
  }

  @Test
  void unequalAdjustWithinAPackageIsAFaultOfTheCpuThatDiffers() throws Exception {
    Report report =
        check(
            machine(TWO_SOCKETS, CounterPlan.DEFAULT.withOffset(3, 1000))
                .adjust(AdjustPlan.DEFAULT.with(3, 1000)));

    assertThat(report.verdict()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(the(report, ADJUST_PACKAGE_MISMATCH).cpus()).hasToString("3");
    assertThat(the(report, SKEW_WARP).cpus()).hasToString("3");
  }

  @Test
  void packagesMayDifferInAdjustWhileTheyAreInSync() throws Exception {
    AdjustPlan adjust = AdjustPlan.DEFAULT;
    for (int cpu = 4; cpu < 8; cpu++) {
      adjust = adjust.with(cpu, 81_408);
    }

    Report report = check(machine(TWO_SOCKETS).adjust(adjust));

    assertReliable(report);
    assertThat(report.warnings()).isFalse();
  }

  @Test
  void packagesThatDifferInAdjustAndAreOutOfSyncAreBothFindings() throws Exception {
    AdjustPlan adjust = AdjustPlan.DEFAULT;
    CounterPlan counters = CounterPlan.DEFAULT;
    for (int cpu = 4; cpu < 8; cpu++) {
      adjust = adjust.with(cpu, 2000);
      counters = counters.withOffset(cpu, 2000);
    }

    Report report = check(machine(TWO_SOCKETS, counters).adjust(adjust));

    assertThat(report.verdict()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(the(report, SKEW_WARP).cpus()).hasToString("4-7");
    assertThat(the(report, ADJUST_PACKAGES_DIFFER).cpus().isEmpty()).isFalse();
  }

  @Test
  void negativeAdjustIsLegal() throws Exception {
    AdjustPlan adjust = AdjustPlan.DEFAULT;
    for (int cpu = 4; cpu < 8; cpu++) {
      adjust = adjust.with(cpu, -81_408);
    }

    assertReliable(check(machine(TWO_SOCKETS).adjust(adjust)));
  }

  @Test
  void theBootCpusAdjustIsSaidToBeTheFirmwares() throws Exception {
    AdjustPlan adjust = AdjustPlan.DEFAULT;
    for (int cpu = 0; cpu < 4; cpu++) {
      adjust = adjust.with(cpu, 777);
    }

    Report report = check(machine(FOUR).adjust(adjust));

    assertThat(the(report, ADJUST_BOOT_NONZERO).severity()).isNotEqualTo(Severity.CRITICAL);
    assertThat(report.verdict()).isEqualTo(Verdict.RELIABLE);
  }

  @Test
  void withoutTheRegisterAdjustIsUnknownAndTheCountersAreStillJudged() throws Exception {
    assertReliable(
        check(
            machine(FOUR)
                .platform(Platform.AMD)
                .adjust(AdjustPlan.DEFAULT.with(MsrAccess.UNSUPPORTED))));
    Report denied = check(machine(FOUR).adjust(AdjustPlan.DEFAULT.with(MsrAccess.DENIED)));
    assertReliable(denied);
    assertThat(the(denied, ADJUST_DENIED).advice()).isNotEmpty();
    Report noDevice = check(machine(FOUR).adjust(AdjustPlan.DEFAULT.with(MsrAccess.NO_DEVICE)));
    assertReliable(noDevice);
    assertThat(the(noDevice, ADJUST_NO_DEVICE).advice()).contains("modprobe msr");
  }

  @Test
  void aCpuOutsideTheAffinityLeavesTheMachineUnknown() throws Exception {
    Report report = check(machine(FOUR).forbidden(CpuSet.of(3)));

    assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(the(report, COVERAGE_INCOMPLETE).cpus()).hasToString("3");
    assertThat(withVerdict(report, Verdict.UNKNOWN)).hasToString("3");
  }

  @Test
  void aFaultIsNotHiddenByWhatCouldNotBeMeasured() throws Exception {
    Report report =
        check(machine(FOUR, CounterPlan.DEFAULT.withOffset(1, 700)).forbidden(CpuSet.of(3)));

    assertThat(report.verdict()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(withVerdict(report, Verdict.UNKNOWN)).hasToString("3");
  }

  @Test
  void isolatedCpusAreLeftAloneAndSaidToBe() throws Exception {
    Report report = check(machine(FOUR.withIsolated(CpuSet.of(2, 3))));

    assertThat(report.verdict()).isEqualTo(Verdict.RELIABLE);
    assertThat(report.warnings()).isTrue();
    assertThat(the(report, COVERAGE_EXCLUDED).cpus()).hasToString("2-3");
    assertThat(withVerdict(report, Verdict.UNKNOWN)).hasToString("2-3");
  }

  @Test
  void namedIsolatedCpusAreMeasured() throws Exception {
    Report report =
        check(
            machine(FOUR.withIsolated(CpuSet.of(2, 3)), CounterPlan.DEFAULT.withOffset(3, 500)),
            cpus("1-3"),
            Limits.DEFAULT);

    assertThat(report.skew().measured()).hasToString("1-3");
    assertThat(the(report, SKEW_WARP).cpus()).hasToString("3");
  }

  @Test
  void oneCpuProvesNothingOfTheOthers() throws Exception {
    Report report = check(machine(FOUR), cpus("2"), Limits.DEFAULT);

    assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(the(report, COVERAGE_SINGLE_CPU).severity()).isEqualTo(Severity.UNKNOWN);
  }

  @Test
  void aMachineOfOneCpuHasNobodyToDisagreeWith() throws Exception {
    Report report = check(machine(MachineShape.of(1, 1, 1, 1, 1)));

    assertThat(report.verdict()).isEqualTo(Verdict.RELIABLE);
    assertThat(the(report, COVERAGE_SINGLE_CPU).severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void anOfflineCpuIsNoFinding() throws Exception {
    Report report = check(machine(FOUR.withOffline(CpuSet.of(1))));

    assertReliable(report);
    assertThat(report.skew().measured()).hasToString("0,2-3");
  }

  @Test
  void aPairThatIsNeverMeasuredIsBoundedByTheOthers() throws Exception {
    Report report =
        check(machine(FOUR).failure(new PairFailure(0, 3, ExchangeOutcome.NOT_SCHEDULED)));

    assertReliable(report);
    assertThat(report.skew().offset(3).orElseThrow().direct()).isFalse();
  }

  @Test
  void aCpuThatNoPairReachesIsUnknownWithItsReason() throws Exception {
    ScenarioBuilder scenario = machine(FOUR);
    for (int cpu = 0; cpu < 3; cpu++) {
      scenario.failure(new PairFailure(cpu, 3, ExchangeOutcome.NOT_SCHEDULED));
    }

    Report report = check(scenario);

    assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(the(report, COVERAGE_INCOMPLETE).cpus()).hasToString("3");
    assertThat(report.reason()).contains(ExchangeOutcome.NOT_SCHEDULED.sentence());
    assertThat(withVerdict(report, Verdict.RELIABLE)).hasToString("0-2");
  }

  @Test
  void boundsWiderThanTheLimitAreUnresolvedAfterRetriesWithALargerBudget() throws Exception {
    Report report =
        check(
            machine(TWO_SOCKETS).delays(DelayModel.DEFAULT.withFloor(Distance.REMOTE, 4000, 4000)));

    assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(the(report, SKEW_UNRESOLVED).cpus()).hasToString("1-7");
    assertThat(report.measurement().sweeps())
        .extracting(sweep -> sweep.budgetNanos())
        .contains(1_000_000L, 4_000_000L, 16_000_000L);
  }

  @Test
  void aToleratedWarpIsAWarning() throws Exception {
    Report report =
        check(
            machine(FOUR, CounterPlan.DEFAULT.withOffset(2, 500)),
            MeasureOptions.DEFAULT,
            new Limits(1000, 300));

    assertThat(report.verdict()).as(report.reason()).isEqualTo(Verdict.RELIABLE);
    assertThat(report.warnings()).isTrue();
    assertThat(the(report, SKEW_WARP).severity()).isEqualTo(Severity.WARNING);
    assertThat(report.reason())
        .isEqualTo("The TSCs of CPUs 0-3 differ by no more than the 300 ns that are tolerated.");
  }

  @Test
  void aToleratedWarpWhoseBoundsPassTheLimitIsNotResolved() throws Exception {
    CounterPlan behind = CounterPlan.DEFAULT;
    for (int cpu = 4; cpu < 8; cpu++) {
      behind = behind.withOffset(cpu, -2000);
    }

    Report report =
        check(
            machine(TWO_SOCKETS, behind)
                .delays(DelayModel.DEFAULT.withFloor(Distance.REMOTE, 1500, 1500)),
            MeasureOptions.DEFAULT,
            new Limits(1000, 500));

    assertThat(the(report, SKEW_WARP).severity()).isEqualTo(Severity.WARNING);
    assertThat(the(report, SKEW_UNRESOLVED).cpus()).hasToString("1-7");
    assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void preemptionAndWanderingFloorsWidenBoundsAndFalsifyNone() throws Exception {
    Report report =
        check(
            machine(FOUR)
                .delays(DelayModel.DEFAULT.withPreemption(500).withWander(100, 5_000_000, 500)));

    assertReliable(report);
  }

  @Test
  void theKernelsOwnVerdictStandsBesideTheMeasured() throws Exception {
    Report report =
        check(
            machine(FOUR)
                .kernel(
                    KernelPlan.DEFAULT
                        .withClocksource("hpet", List.of("hpet", "acpi_pm"))
                        .withLog(
                            List.of("tsc: Marking TSC unstable due to clocksource watchdog"))));

    assertThat(report.skew().groups().unanimous()).isTrue();
    assertThat(the(report, KERNEL_MARKED_UNSTABLE).sentence())
        .contains("measured to be in sync with each other");
    assertThat(report.verdict()).isNotEqualTo(Verdict.UNRELIABLE);
  }

  @Test
  void aStableBitThatTheMeasurementContradictsIsAFault() throws Exception {
    Report report =
        check(
            machine(FOUR, CounterPlan.DEFAULT.withOffset(2, 500))
                .platform(Platform.KVM_GUEST)
                .kernel(KernelPlan.KVM_GUEST));

    assertThat(critical(report)).contains(SKEW_WARP, KVM_STABLE_CONTRADICTED);
  }

  @Test
  void unknownCpusAndPairsAreRefusedByName() {
    assertThatThrownBy(() -> check(machine(FOUR), cpus("0,99"), Limits.DEFAULT))
        .isInstanceOf(ImpossibleChoiceException.class)
        .hasMessage("this machine has no CPU 99 (its CPUs are 0-3)");
    MeasureOptions d = MeasureOptions.DEFAULT;
    MeasureOptions pair =
        new MeasureOptions(
            d.cpus(), d.excluded(), true, PairSelection.parse("0-9"), d.budgetNanos(), 1, 0);
    assertThatThrownBy(() -> check(machine(FOUR), pair, Limits.DEFAULT))
        .isInstanceOf(ImpossibleChoiceException.class)
        .hasMessageContaining("CPU 9");
  }

  @Test
  void sixtyNanosecondsAreResolvedWithinAPackageThoughNotAcrossPackages() throws Exception {
    // One way takes 52 cycles across a cache and 270 across packages; 60 ns are 156 cycles.
    MachineShape shape = MachineShape.of(4, 1, 1, 4, 2);

    Report report = check(machine(shape, CounterPlan.DEFAULT.withOffset(9, 156)));

    assertFault(report, SKEW_WARP, "9");
    MeasureOptions d = MeasureOptions.DEFAULT;
    MeasureOptions acrossOnly =
        new MeasureOptions(
            Optional.of(CpuSet.of(0, 9)),
            d.excluded(),
            true,
            d.pairs(),
            d.budgetNanos(),
            d.sweeps(),
            d.gapNanos());
    Report across =
        check(machine(shape, CounterPlan.DEFAULT.withOffset(9, 156)), acrossOnly, Limits.DEFAULT);
    assertThat(across.skew().groups().unanimous()).isTrue();
    assertThat(across.skew().offset(9).orElseThrow().bounds().contains(156)).isTrue();
  }

  @Test
  void theSameEvidenceJudgedByAnotherLimitGivesAnotherVerdict() throws Exception {
    try (SimulatedMachine machine = new SimulatedMachine(machine(TWO_SOCKETS).build())) {
      Evidence evidence =
          Check.measure(machine, MeasureOptions.DEFAULT, Limits.DEFAULT, Progress.SILENT);

      assertThat(Check.judge(evidence, Limits.DEFAULT).verdict()).isEqualTo(Verdict.RELIABLE);
      assertThat(Check.judge(evidence, new Limits(50, 0)).verdict()).isEqualTo(Verdict.UNKNOWN);
    }
  }

  @Test
  void noTwoCountersAgreeCloserThanTheStepInWhichTheyMove() throws InterruptedException {
    // A step of 1000 cycles at 2.5 GHz, far above what two transfers take.
    Report report = check(machine(FOUR, CounterPlan.DEFAULT.withStep(1000)));
    assertThat(report.agreementNanos().orElseThrow()).isGreaterThanOrEqualTo(330);
  }
}
