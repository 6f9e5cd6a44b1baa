package io.tscwatch.checks.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.finding.FindingCode;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.simulate.Event;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.ScenarioBuilder;
import io.tscwatch.checks.simulate.SimulatedMachine;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.verdict.Verdict;
import io.tscwatch.checks.watch.WatchEvent.Kind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class WatchFaultsTest {

  private static final long SECOND = WatchRun.SECOND;

  private static ScenarioBuilder four() {
    return Scenario.builder("four", MachineShape.of(1, 1, 1, 4, 1));
  }

  private static ScenarioBuilder two() {
    return Scenario.builder("two", MachineShape.of(1, 1, 1, 2, 1));
  }

  @Test
  void aMachineInOrderIsReliableFromTheFirstTickOn() {
    WatchRun run = new WatchRun(four().build()).seconds(1200);

    assertThat(run.verdicts).as(run.story()).containsExactly(Verdict.RELIABLE);
    assertThat(run.status().ready()).isTrue();
    assertThat(run.cpu(3).offset().orElseThrow().bounds().widthCycles()).isLessThan(120);
    assertThat(run.cpu(3).rate().orElseThrow().minPicosPerSecond()).isNegative();
    assertThat(run.cpu(3).rate().orElseThrow().maxPicosPerSecond()).isBetween(1L, 200L);
  }

  @Test
  void aStepOfOneCpuIsFoundWithinTwoSecondsAndNamesThatCpu() {
    WatchRun run =
        new WatchRun(four().at(100 * SECOND, new Event.TscStep(CpuSet.of(2), 900, false)).build())
            .seconds(99);
    assertThat(run.status().verdict()).isEqualTo(Verdict.RELIABLE);

    run.seconds(3);

    assertThat(run.status().verdict()).as(run.story()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(run.findings()).contains(FindingCode.SKEW_STEP, FindingCode.SKEW_WARP);
    assertThat(run.of(Kind.FINDING_RAISED))
        .filteredOn(e -> e.code().orElseThrow().code().startsWith("skew"))
        .allMatch(e -> e.cpus().equals(CpuSet.of(2)), run.story());
    assertThat(run.cpu(2).verdict()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(run.cpu(1).verdict()).isEqualTo(Verdict.RELIABLE);
  }

  @Test
  void aStepOfTheReferenceItselfNamesTheReference() {
    WatchRun run =
        new WatchRun(four().at(100 * SECOND, new Event.TscStep(CpuSet.of(0), 900, false)).build())
            .seconds(110);

    assertThat(run.status().verdict()).as(run.story()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(run.cpu(0).verdict()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(run.cpu(1).verdict()).isEqualTo(Verdict.RELIABLE);
  }

  @Test
  void aDriftIsFoundAsOne() {
    WatchRun run =
        new WatchRun(four().at(100 * SECOND, new Event.RateChange(CpuSet.of(1), 1_000_000)).build())
            .seconds(130);

    assertThat(run.status().verdict()).as(run.story()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(run.findings()).contains(FindingCode.RATE_DRIFT);
    assertThat(run.cpu(1).verdict()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(run.cpu(2).verdict()).as(run.story()).isEqualTo(Verdict.RELIABLE);
    assertThat(run.cpu(1).rate().orElseThrow().minPicosPerSecond()).isPositive();
  }

  @Test
  void ofTwoCpusTheReferenceIsTakenToBeRight() {
    WatchRun run =
        new WatchRun(two().at(100 * SECOND, new Event.TscStep(CpuSet.of(1), 500, false)).build())
            .seconds(103);

    assertThat(run.status().verdict()).as(run.story()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(run.cpu(1).verdict()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(run.cpu(0).verdict()).isEqualTo(Verdict.RELIABLE);
  }

  @Test
  void aStepThatIsTakenBackKeepsTheVerdictDownForTheTimeOfRequalification() {
    WatchRun run =
        new WatchRun(
                four()
                    .at(100 * SECOND, new Event.TscStep(CpuSet.of(2), 900, false))
                    .at(200 * SECOND, new Event.TscStep(CpuSet.of(2), -900, false))
                    .build())
            .seconds(700);
    assertThat(run.status().verdict()).as(run.story()).isEqualTo(Verdict.UNRELIABLE);
    assertThat(run.status().requalifiesAtRealtimeNanos()).isPresent();

    run.seconds(110);

    assertThat(run.status().verdict()).as(run.story()).isEqualTo(Verdict.RELIABLE);
    assertThat(run.verdicts)
        .containsExactly(Verdict.RELIABLE, Verdict.UNRELIABLE, Verdict.RELIABLE);
  }

  /** A machine on which every look at the clock takes so long: judging is dear, and done rarely. */
  private static Machine slow(Scenario scenario, long nanos) {
    SimulatedMachine simulated = new SimulatedMachine(scenario);
    return (Machine)
        Proxy.newProxyInstance(
            Machine.class.getClassLoader(),
            new Class<?>[] {Machine.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("monotonicNanos")) {
                simulated.sleepNanos(nanos);
              }
              try {
                return method.invoke(simulated, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /**
   * With a short requalification the finding of the step itself ends before anybody has judged
   * again whether the CPU still differs.
   */
  @Test
  void aFaultThatHasGoneKeepsTheVerdictDownFromThenOnAndNotOnlyAfterTheNextLook() {
    WatchSettings usual = WatchSettings.DEFAULT;
    for (int seconds = 1; seconds <= 12; seconds++) {
      Scenario scenario =
          four()
              .at(100 * SECOND, new Event.TscStep(CpuSet.of(3), 1_000_000, false))
              .at((100 + seconds) * SECOND, new Event.TscStep(CpuSet.of(3), -1_000_000, false))
              .build();
      WatchRun run =
          new WatchRun(
                  slow(scenario, 20_000_000),
                  new WatchSettings(
                      usual.cpus(),
                      usual.excluded(),
                      usual.sparing(),
                      usual.intervalNanos(),
                      3 * SECOND,
                      usual.pairBudgetNanos(),
                      100 * usual.sharePartsPerMillion(),
                      usual.limits(),
                      SECOND,
                      10 * SECOND,
                      usual.staleAfterNanos(),
                      usual.followKernelLog(),
                      usual.witnesses()))
              .seconds(200);

      assertThat(run.verdicts)
          .as("%d s%n%s", seconds, run.story())
          .containsExactly(Verdict.RELIABLE, Verdict.UNRELIABLE, Verdict.RELIABLE);
    }
  }

  /** What shows that it went may be a pair without a past, which contradicts nothing. */
  @Test
  void theTimeOfRequalificationBeginsWhenTheFaultIsSeenToBeGone() {
    for (int seconds = 2; seconds <= 12; seconds++) {
      WatchRun run =
          new WatchRun(
                  four()
                      .at(100 * SECOND, new Event.TscStep(CpuSet.of(3), 1_000_000, false))
                      .at(
                          (100 + seconds) * SECOND,
                          new Event.TscStep(CpuSet.of(3), -1_000_000, false))
                      .build())
              .seconds(100 + seconds + 600 + 5);

      // One of the pairs of a CPU is measured every few seconds, and then it is judged at once.
      assertThat(run.status().verdict())
          .as("%d s%n%s", seconds, run.story())
          .isEqualTo(Verdict.RELIABLE);
    }
  }

  @Test
  void aStepForLessThanATickIsProvenByTheExchangeThatSawIt() {
    WatchRun run =
        new WatchRun(
                two()
                    .at(100 * SECOND - 1000, new Event.TscStep(CpuSet.of(1), 900, false))
                    .at(100 * SECOND + 520_000, new Event.TscStep(CpuSet.of(1), -900, false))
                    .build())
            .seconds(103);

    assertThat(run.status().verdict()).as(run.story()).isEqualTo(Verdict.UNRELIABLE);
  }

  @Test
  void aWriteOfTscAdjustIsToldAndNamesTheCpu() {
    WatchRun run =
        new WatchRun(four().at(100 * SECOND, new Event.AdjustWritten(CpuSet.of(3), -2000)).build())
            .seconds(102);

    assertThat(run.of(Kind.TSC_ADJUST_CHANGED)).hasSize(1);
    assertThat(run.of(Kind.TSC_ADJUST_CHANGED).get(0).cpus()).isEqualTo(CpuSet.of(3));
    assertThat(run.findings()).contains(FindingCode.ADJUST_CHANGED);
    assertThat(run.status().verdict()).isEqualTo(Verdict.UNRELIABLE);
  }
}
