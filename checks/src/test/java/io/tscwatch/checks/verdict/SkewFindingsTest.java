package io.tscwatch.checks.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.OneWay;
import io.tscwatch.checks.finding.Finding;
import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.finding.MeasuredSync;
import io.tscwatch.checks.measure.SweepResult;
import io.tscwatch.checks.topology.CpuSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** At 1 GHz, so that cycles are nanoseconds. */
class SkewFindingsTest {

  private static SkewAssessment judge(int cpus, ExchangeResult... results) {
    return SkewJudge.judge(
        CpuSet.range(0, cpus - 1),
        List.of(new SweepResult(1_000_000, List.of(results))),
        Map.of(),
        Optional.of(new TscFrequency(1_000_000_000)),
        Limits.DEFAULT);
  }

  /** The offset of B against A is in this interval. */
  private static ExchangeResult bounds(int cpuA, int cpuB, long lower, long upper) {
    OneWay there = new OneWay(1_000_000, 1_000_000 + upper, 1);
    OneWay back = new OneWay(1_000_000, 1_000_000 - lower, 1);
    return new ExchangeResult(
        cpuA,
        cpuB,
        ExchangeOutcome.MEASURED,
        "",
        Optional.of(there),
        Optional.of(back),
        1,
        0,
        0,
        1,
        2,
        1);
  }

  @Test
  void twoCpusEachWithinTheLimitOfTheReferenceMayStillBeFurtherApartThanIt() {
    SkewAssessment skew = judge(3, bounds(0, 1, -700, 700), bounds(0, 2, -700, 700));
    assertThat(skew.findings()).extracting(Finding::code).contains(FindingCode.SKEW_UNRESOLVED);
    assertThat(skew.findings().get(0).cpus()).isEqualTo(CpuSet.of(1, 2));
    assertThat(skew.within(CpuSet.range(0, 2), Limits.DEFAULT))
        .isEqualTo(MeasuredSync.NOT_MEASURED);
  }

  @Test
  void theirOwnExchangeResolvesIt() {
    SkewAssessment skew =
        judge(3, bounds(0, 1, -700, 700), bounds(0, 2, -700, 700), bounds(1, 2, -1000, 1000));
    assertThat(skew.findings()).isEmpty();
    assertThat(skew.within(CpuSet.range(0, 2), Limits.DEFAULT)).isEqualTo(MeasuredSync.IN_SYNC);
  }

  @Test
  void whatAWarpIsAtMostHoldsForEveryPairOfTheTwoSides() {
    SkewAssessment skew =
        judge(3, bounds(0, 1, -50, 50), bounds(0, 2, 100, 120), bounds(1, 2, 90, 150));
    Finding warp = skew.findings().get(0);
    assertThat(warp.code()).isEqualTo(FindingCode.SKEW_WARP);
    assertThat(warp.cpus()).isEqualTo(CpuSet.of(2));
    assertThat(warp.sentence()).contains("at least 100 ns and at most 150 ns");
  }

  @Test
  void aWarpBehindIsBoundedAlike() {
    SkewAssessment skew =
        judge(3, bounds(0, 1, -50, 50), bounds(0, 2, -120, -100), bounds(1, 2, -150, -90));
    assertThat(skew.findings().get(0).sentence())
        .contains("behind")
        .contains("at least 100 ns and at most 150 ns");
  }
}
