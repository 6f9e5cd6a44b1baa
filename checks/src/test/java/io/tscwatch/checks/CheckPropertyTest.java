package io.tscwatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.bounds.CpuOffset;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.measure.MeasureOptions;
import io.tscwatch.checks.measure.Progress;
import io.tscwatch.checks.simulate.CounterPlan;
import io.tscwatch.checks.simulate.DelayModel;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.verdict.Report;
import io.tscwatch.checks.verdict.Verdict;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds on any machine, tried on random ones. The seed is the test's name. */
class CheckPropertyTest {

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  private static MachineShape shape(Random random) {
    return MachineShape.of(
        1 + random.nextInt(3),
        1 + random.nextInt(2),
        1 + random.nextInt(2),
        2 + random.nextInt(2),
        1 + random.nextInt(2));
  }

  /** Some quiet, some busy, some on a host that moves vCPUs about. */
  private static DelayModel delays(Random random) {
    return DelayModel.DEFAULT
        .withNoise(random.nextInt(20_000))
        .withWander(random.nextInt(400), 1_000_000L << random.nextInt(10), random.nextInt(1001))
        .withPreemption(random.nextInt(900));
  }

  private static CounterPlan counters(Random random) {
    return CounterPlan.DEFAULT
        .withKhz(1_000_000 + random.nextInt(4_000_000))
        .withStart(random.nextLong())
        .withStep(random.nextBoolean() ? 1 : 1 + random.nextInt(40));
  }

  private static Report check(
      long seed, MachineShape shape, CounterPlan counters, DelayModel delays)
      throws InterruptedException {
    Scenario scenario =
        Scenario.builder("seed " + seed, shape)
            .seed(seed)
            .counters(counters)
            .delays(delays)
            .build();
    try (SimulatedMachine machine = new SimulatedMachine(scenario)) {
      return Check.run(machine, MeasureOptions.DEFAULT, Limits.DEFAULT, Progress.SILENT);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void countersInStepAreNeverUnreliable(long seed) throws Exception {
    Random random = new Random(seed);

    Report report = check(seed, shape(random), counters(random), delays(random));

    assertThat(report.verdict()).as(report.reason()).isNotEqualTo(Verdict.UNRELIABLE);
    assertThat(report.skew().offsets())
        .allSatisfy(offset -> assertThat(offset.bounds().contains(0)).isTrue());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anOffsetBeyondTheWidthOfTheBoundsIsFoundOnTheRightCpu(long seed) throws Exception {
    Random random = new Random(seed);
    MachineShape shape = shape(random);
    CounterPlan counters = counters(random);
    DelayModel delays = delays(random);
    Report clean = check(seed, shape, counters, delays);
    long widest =
        clean.skew().offsets().stream()
            .mapToLong(offset -> offset.bounds().widthCycles())
            .max()
            .orElseThrow();
    int[] cpus = shape.present().toArray();
    // Not the first of only two: of two that differ nobody can say which one is off.
    int victim = cpus[cpus.length > 2 ? random.nextInt(cpus.length) : 1];
    long planted = (random.nextBoolean() ? 1 : -1) * (widest + 1 + random.nextInt(1_000_000));

    Report report = check(seed, shape, counters.withOffset(victim, planted), delays);

    assertThat(report.verdict()).as(report.reason()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(report.findings())
        .filteredOn(
            finding ->
                finding.code() == FindingCode.SKEW_WARP
                    || finding.code() == FindingCode.SKEW_BEYOND_LIMIT)
        .singleElement()
        .satisfies(finding -> assertThat(finding.cpus()).isEqualTo(CpuSet.of(victim)));
    for (CpuOffset offset : report.skew().offsets()) {
      long truth =
          (offset.cpu() == victim ? planted : 0)
              - (report.skew().referenceCpu() == victim ? planted : 0);
      assertThat(offset.bounds().contains(truth)).as("CPU %d", offset.cpu()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverDriftsTheBoundsOfThoseThatStoodStillAreTrue(long seed) throws Exception {
    Random random = new Random(seed);
    MachineShape shape = shape(random);
    CounterPlan counters = counters(random);
    CpuSet drifting = CpuSet.empty();
    for (int cpu : shape.present()) {
      if (cpu > 0 && random.nextInt(4) == 0) {
        counters = counters.withRate(cpu, (random.nextBoolean() ? 1 : -1) * 20_000_000L);
        drifting = drifting.plus(CpuSet.of(cpu));
      }
    }

    Report report = check(seed, shape, counters, DelayModel.DEFAULT);

    if (drifting.size() * 2 < shape.present().size()) {
      assertThat(report.skew().moved()).isEqualTo(drifting);
    }
    assertThat(report.verdict() == Verdict.UNRELIABLE).isEqualTo(!drifting.isEmpty());
  }
}
