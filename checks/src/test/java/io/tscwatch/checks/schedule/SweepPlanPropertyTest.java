package io.tscwatch.checks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tscwatch.checks.schedule.RandomMachines.Machine;
import io.tscwatch.checks.topology.CpuSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds for every machine. That rounds are disjoint is enforced by {@link Round} itself. */
class SweepPlanPropertyTest {

  private static SweepPlan tree(Machine machine) {
    return SweepPlan.of(machine.topology(), machine.cpus(), new PairSelection.Tree());
  }

  @Test
  void everyCpuIsInEverySweepAndNoPairTwice() {
    RandomMachines.many(250, 400)
        .forEach(
            machine -> {
              SweepPlan plan = tree(machine);
              for (long number : new long[] {0, 1, 7, Long.MAX_VALUE}) {
                List<CpuPair> pairs = plan.sweep(number).pairs();
                assertThat(new HashSet<>(pairs)).as("%s", machine).hasSameSizeAs(pairs);
                Set<Integer> covered = new HashSet<>();
                pairs.forEach(pair -> covered.addAll(List.of(pair.lower(), pair.higher())));
                assertThat(CpuSet.of(covered)).as("%s", machine).isEqualTo(machine.cpus());
                assertThat(pairs).hasSize(plan.pairsPerSweep());
              }
            });
  }

  @Test
  void noSinglePairCutsACpuOffWhenThereAreThreeOrMore() {
    RandomMachines.many(250, 400)
        .filter(machine -> machine.cpus().size() >= 3)
        .forEach(
            machine -> {
              for (long number : new long[] {0, 1, 5}) {
                PairGraph graph =
                    new PairGraph(machine.cpus(), tree(machine).sweep(number).pairs());
                assertThat(graph.connected()).as("%s", machine).isTrue();
                assertThat(graph.hasBridge()).as("%s sweep %d", machine, number).isFalse();
              }
            });
  }

  @Test
  void noChainIsLongerThanStatedAndFewLevelsMakeShortOnes() {
    RandomMachines.many(120, 250)
        .forEach(
            machine -> {
              SweepPlan plan = tree(machine);
              int stated = plan.coverage().maxHops().orElseThrow();
              for (long number : new long[] {0, 3}) {
                assertThat(new PairGraph(machine.cpus(), plan.sweep(number).pairs()).diameter())
                    .as("%s", machine)
                    .isBetween(1, stated);
              }
              // Five levels, two of which (packages, cores) may be so wide that they are divided.
              assertThat(stated).as("%s", machine).isLessThanOrEqualTo(7);
            });
  }

  @Test
  void everyPairOccursWithinTheStatedNumberOfSweepsWhereverOneBegins() {
    RandomMachines.many(120, 100)
        .forEach(
            machine -> {
              SweepPlan plan = tree(machine);
              int cpus = machine.cpus().size();
              int sweeps = plan.coverage().sweepsForEveryPair();
              for (long first : new long[] {0, 13}) {
                Set<CpuPair> seen = new HashSet<>();
                for (long number = first; number < first + sweeps; number++) {
                  seen.addAll(plan.sweep(number).pairs());
                }
                assertThat(seen).as("%s", machine).hasSize(cpus * (cpus - 1) / 2);
              }
              assertThat(sweeps).isLessThanOrEqualTo(cpus);
            });
  }

  @Test
  void aSweepHasFewRoundsAndFewPairs() {
    RandomMachines.many(200, 2048)
        .forEach(
            machine -> {
              SweepPlan plan = tree(machine);
              assertThat(plan.roundsPerSweep()).as("%s", machine).isLessThanOrEqualTo(64);
              assertThat((long) plan.pairsPerSweep())
                  .isLessThanOrEqualTo((long) plan.roundsPerSweep() * machine.cpus().size() / 2);
            });
  }

  @Test
  void allPairsAreAllPairsInTheFewestRounds() {
    RandomMachines.many(100, 64)
        .forEach(
            machine -> {
              int cpus = machine.cpus().size();
              SweepPlan plan =
                  SweepPlan.of(machine.topology(), machine.cpus(), new PairSelection.All());
              assertThat(new HashSet<>(plan.sweep(0).pairs())).hasSize(cpus * (cpus - 1) / 2);
              assertThat(plan.roundsPerSweep()).isEqualTo(cpus % 2 == 0 ? cpus - 1 : cpus);
              assertThat(plan.coverage().sweepsForEveryPair()).isEqualTo(1);
            });
  }
}
