package io.tscwatch.checks.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tscwatch.checks.schedule.RandomMachines.Machine;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import io.tscwatch.checks.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchPlanTest {

  private static final long SECOND = 1_000_000_000;
  private static final WatchBudget PARALLEL =
      new WatchBudget(SECOND, 10 * SECOND, 1000, 250_000, true);

  private static WatchSchedule inTime(Topology topology, WatchBudget budget) {
    WatchPlan plan = WatchPlan.of(topology, topology.cpus(), budget);
    assertThat(plan).isInstanceOf(WatchPlan.InTime.class);
    return ((WatchPlan.InTime) plan).schedule();
  }

  @Test
  void twoCpusAreMeasuredOnceASecond() {
    Topology two = RandomMachines.topology(MachineShape.of(1, 1, 1, 2, 1));

    WatchSchedule schedule = inTime(two, WatchBudget.DEFAULT);

    assertThat(schedule.coverNanos()).isEqualTo(SECOND);
    assertThat(schedule.slice(41))
        .isEqualTo(new WatchSlice(41, List.of(new Round(List.of(CpuPair.of(0, 1)))), 42));
  }

  @Test
  void fortyRoundsFitIntoTenSecondsAtTheDefaultShare() {
    Topology forty = RandomMachines.topology(MachineShape.of(1, 1, 1, 40, 1));

    WatchSchedule schedule = inTime(forty, WatchBudget.DEFAULT);

    assertThat(schedule.plan().roundsPerSweep()).isEqualTo(39);
    assertThat(schedule.slice(0).rounds()).hasSize(4);
  }

  @Test
  void whenAllPairsTakeTooLongTheTreeIsTaken() {
    Topology large = RandomMachines.topology(MachineShape.of(2, 1, 1, 16, 2));

    assertThat(inTime(large, PARALLEL).plan().roundsPerSweep()).isEqualTo(17);
  }

  @Test
  void aMachineOf2048CpusIsCoveredInTimeInParallelButNotOneByOne() {
    Topology huge = RandomMachines.topology(MachineShape.of(16, 1, 8, 8, 2));

    assertThat(inTime(huge, PARALLEL).coverNanos()).isEqualTo(8 * SECOND);
    WatchPlan serial = WatchPlan.of(huge, huge.cpus(), WatchBudget.DEFAULT);
    assertThat(serial).isInstanceOf(WatchPlan.Late.class);
    WatchPlan.Late late = (WatchPlan.Late) serial;
    assertThat(late.clockIsTheLimit()).isTrue();
    // 1.953 rounds a second: 30 rounds take 15.36 s.
    assertThat(late.coverNanos()).isEqualTo(16 * SECOND);
  }

  @Test
  void aShareThatIsTooSmallIsNamedWithTheShareThatIsNeeded() {
    Topology sixteen = RandomMachines.topology(MachineShape.of(1, 1, 1, 16, 1));
    WatchBudget small = new WatchBudget(SECOND, 10 * SECOND, 100, 250_000, true);

    WatchPlan.Late late = (WatchPlan.Late) WatchPlan.of(sixteen, sixteen.cpus(), small);

    assertThat(late.clockIsTheLimit()).isFalse();
    assertThat(late.sharePartsPerMillionNeeded()).isEqualTo(375);
    assertThat(late.coverNanos()).isEqualTo(38 * SECOND);
    assertThat(late.sentence())
        .isEqualTo(
            "every CPU is covered within 38000 ms, which is later than asked for:"
                + " that needs a share of 375 parts per million of each CPU");
    WatchBudget enough = new WatchBudget(SECOND, 10 * SECOND, 375, 250_000, true);
    assertThat(inTime(sixteen, enough).coverNanos()).isEqualTo(10 * SECOND);
  }

  @Test
  void aPairThatCostsMoreThanOneTickAllowsIsSavedFor() {
    Topology two = RandomMachines.topology(MachineShape.of(1, 1, 1, 2, 1));
    WatchSchedule schedule =
        inTime(two, new WatchBudget(SECOND, 10 * SECOND, 1000, 2_500_000, true));

    List<Integer> rounds = new ArrayList<>();
    for (long tick = 0; tick < 10; tick++) {
      rounds.add(schedule.slice(tick).rounds().size());
    }

    assertThat(rounds).containsExactly(0, 0, 1, 0, 1, 0, 0, 1, 0, 1);
  }

  @Test
  void whenACpuGoesOfflineANewPlanGoesOnWithoutItAtTheNextTick() {
    MachineShape shape = MachineShape.of(1, 1, 2, 4, 2);
    WatchSchedule before = inTime(RandomMachines.topology(shape), PARALLEL);
    WatchSchedule after =
        inTime(RandomMachines.topology(shape.withOffline(CpuSet.of(0))), PARALLEL);

    assertThat(before.slice(100).rounds().get(0).cpus()).isEqualTo(CpuSet.range(0, 15));
    Set<Integer> measured = new HashSet<>();
    for (long tick = 101; tick < 101 + after.coverNanos() / SECOND; tick++) {
      after.slice(tick).rounds().forEach(round -> round.cpus().forEach(measured::add));
    }
    assertThat(CpuSet.of(measured)).isEqualTo(CpuSet.range(1, 15));
  }

  @Test
  void aSingleCpuCannotBeWatched() {
    Topology two = RandomMachines.topology(MachineShape.of(1, 1, 1, 2, 1));

    assertThat(WatchPlan.of(two, CpuSet.of(1), WatchBudget.DEFAULT))
        .isEqualTo(new WatchPlan.NoPairs(CpuSet.of(1)));
  }

  @Test
  void afterTenYearsOfTicksTheSliceIsStillRight() {
    Topology sixteen = RandomMachines.topology(MachineShape.of(1, 1, 1, 16, 1));
    WatchSchedule schedule = inTime(sixteen, PARALLEL);
    long tick = 315_360_000L;

    assertThat(schedule.slice(tick).rounds()).hasSize(4);
    assertThat(schedule.slice(tick).sweepsCompleted()).isEqualTo((tick + 1) * 4 / 15);
  }

  @Test
  void onEveryMachineEveryCpuIsLinkedInEveryWindowAndTheShareIsKept() {
    Random random = new Random(5);
    RandomMachines.many(150, 300)
        .forEach(
            machine -> {
              WatchBudget budget =
                  new WatchBudget(
                      SECOND,
                      (1 + random.nextInt(20)) * SECOND,
                      100 + random.nextInt(3000),
                      50_000 + random.nextInt(1_000_000),
                      random.nextBoolean());
              WatchPlan plan = WatchPlan.of(machine.topology(), machine.cpus(), budget);
              WatchSchedule schedule =
                  plan instanceof WatchPlan.InTime inTime
                      ? inTime.schedule()
                      : ((WatchPlan.Late) plan).schedule();
              long window = schedule.coverNanos() / SECOND;
              assertThat(window <= budget.coverTicks())
                  .as("%s", machine)
                  .isEqualTo(plan instanceof WatchPlan.InTime);
              long first = random.nextInt(1000);
              checkWindow(machine, schedule, budget, first, window);
            });
  }

  private static void checkWindow(
      Machine machine, WatchSchedule schedule, WatchBudget budget, long first, long window) {
    Set<CpuPair> pairs = new HashSet<>();
    Map<Integer, Long> nanosByCpu = new HashMap<>();
    for (long tick = first; tick < first + window; tick++) {
      for (Round round : schedule.slice(tick).rounds()) {
        pairs.addAll(round.pairs());
        round.cpus().forEach(cpu -> nanosByCpu.merge(cpu, budget.pairCostNanos(), Long::sum));
      }
    }
    assertThat(new PairGraph(machine.cpus(), pairs).connected()).as("%s", machine).isTrue();
    if (machine.cpus().size() >= 3) {
      assertThat(new PairGraph(machine.cpus(), pairs).hasBridge()).as("%s", machine).isFalse();
    }
    long allowed = window * budget.shareNanos() + budget.pairCostNanos();
    assertThat(nanosByCpu.values()).as("%s", machine).allMatch(nanos -> nanos <= allowed);
  }

  @Test
  void aBudgetOutOfRangeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WatchBudget(SECOND, 10 * SECOND, 0, 250_000, true))
        .withMessageContaining("0 parts per million");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WatchBudget(SECOND, SECOND - 1, 1000, 250_000, true))
        .withMessageContaining("less than one interval");
  }
}
