package io.tscwatch.checks.schedule;

import io.tscwatch.checks.schedule.SweepCoverage.PairCount;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Distance;
import io.tscwatch.checks.topology.Topology;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which pairs are measured in each sweep over a set of CPUs. Immutable; safe for use by many
 * threads.
 *
 * <p>The tree: on every level of the hierarchy (packages, dies, last-level caches, cores, threads)
 * the parts of a group meet each other in a round-robin tournament, and when two parts meet, every
 * CPU of the smaller is paired with one of the larger, all in one round. So
 *
 * <ul>
 *   <li>any two CPUs are joined by a chain of at most as many pairs as there are levels, and with
 *       up to 16 packages at most one of these is between packages: to a CPU elsewhere, step once
 *       into its part, then go down;
 *   <li>with three CPUs or more, no single pair that fails cuts a CPU off;
 *   <li>a sweep has about N/2 pairs for each round, and as many rounds as the parts of each level
 *       together: 30 for 2048 CPUs of 16 packages;
 *   <li>with each sweep the pairing shifts by one, so every pair occurs in time.
 * </ul>
 *
 * <p>All pairs is the same with a single level of single CPUs.
 */
public final class SweepPlan {

  /** How many CPUs {@link PairSelection.Automatic} measures in all pairs: 63 rounds at most. */
  public static final int ALL_PAIRS_UP_TO = 64;

  /**
   * The widest tournament of the tree. Wider levels are divided: one pair more on a chain, but
   * sqrt(n) rounds twice instead of n.
   */
  static final int MAX_PARTS = 16;

  private final Topology topology;
  private final CpuSet cpus;
  private final List<List<Meeting>> rounds;
  private final OptionalInt maxHops;

  private SweepPlan(
      Topology topology, CpuSet cpus, List<List<Meeting>> rounds, OptionalInt maxHops) {
    this.topology = topology;
    this.cpus = cpus;
    this.rounds = rounds;
    this.maxHops = maxHops;
  }

  /**
   * Plans. With fewer than two CPUs there are no pairs and no rounds.
   *
   * @param cpus the CPUs to measure; those without a place in the topology are scheduled as well
   * @throws IllegalArgumentException with a sentence for the user, if a listed pair names a CPU
   *     that is not among {@code cpus}
   */
  public static SweepPlan of(Topology topology, CpuSet cpus, PairSelection selection) {
    if (selection instanceof PairSelection.Listed listed) {
      return new SweepPlan(topology, cpus, listed(listed.pairs(), cpus), OptionalInt.empty());
    }
    if (cpus.size() < 2) {
      return new SweepPlan(topology, cpus, List.of(), OptionalInt.of(0));
    }
    boolean all =
        selection instanceof PairSelection.All
            || (selection instanceof PairSelection.Automatic && cpus.size() <= ALL_PAIRS_UP_TO);
    Group group = all ? Group.flat(cpus) : Group.tree(topology, cpus, MAX_PARTS);
    return new SweepPlan(topology, cpus, group.rounds(), OptionalInt.of(group.depth()));
  }

  /** Each pair goes into the first round in which both its CPUs are free. */
  private static List<List<Meeting>> listed(List<CpuPair> pairs, CpuSet cpus) {
    List<Set<Integer>> busy = new ArrayList<>();
    List<List<Meeting>> rounds = new ArrayList<>();
    for (CpuPair pair : pairs) {
      for (int cpu : new int[] {pair.lower(), pair.higher()}) {
        if (!cpus.contains(cpu)) {
          throw new IllegalArgumentException(
              "pair " + pair + ": CPU " + cpu + " is not among the CPUs measured (" + cpus + ")");
        }
      }
      int round = 0;
      while (round < busy.size()
          && (busy.get(round).contains(pair.lower()) || busy.get(round).contains(pair.higher()))) {
        round++;
      }
      if (round == busy.size()) {
        busy.add(new TreeSet<>());
        rounds.add(new ArrayList<>());
      }
      busy.get(round).add(pair.lower());
      busy.get(round).add(pair.higher());
      rounds.get(round).add(Meeting.ofTwo(pair.lower(), pair.higher()));
    }
    return rounds;
  }

  /** The CPUs to be covered. */
  public CpuSet cpus() {
    return cpus;
  }

  /** Rounds in every sweep; 0 when there are no pairs. */
  public int roundsPerSweep() {
    return rounds.size();
  }

  /** Pairs in every sweep. */
  public int pairsPerSweep() {
    return rounds.stream().flatMap(List::stream).mapToInt(Meeting::size).sum();
  }

  /** The most pairs that one round has: the most that may run at the same time. */
  public int widestRound() {
    return rounds.stream().mapToInt(r -> r.stream().mapToInt(Meeting::size).sum()).max().orElse(0);
  }

  /**
   * One round of one sweep.
   *
   * @param sweep from 0
   * @param index from 0 to {@link #roundsPerSweep()} - 1
   */
  public Round round(long sweep, int index) {
    List<CpuPair> pairs = new ArrayList<>();
    rounds.get(index).forEach(meeting -> meeting.pairs(sweep, pairs::add));
    return new Round(pairs);
  }

  /**
   * All rounds of one sweep.
   *
   * @param number from 0
   */
  public Sweep sweep(long number) {
    List<Round> sweep = new ArrayList<>(rounds.size());
    for (int index = 0; index < rounds.size(); index++) {
      sweep.add(round(number, index));
    }
    return new Sweep(number, sweep);
  }

  /** What each sweep covers. Looks at every possible pair: tens of milliseconds for 2048 CPUs. */
  public SweepCoverage coverage() {
    List<CpuPair> pairs = sweep(0).pairs();
    Map<Distance, Long> inSweep = new EnumMap<>(Distance.class);
    for (CpuPair pair : pairs) {
      inSweep.merge(topology.distance(pair.lower(), pair.higher()), 1L, Long::sum);
    }
    Map<Distance, PairCount> byDistance = new EnumMap<>(Distance.class);
    topology
        .pairsByDistance(cpus)
        .forEach(
            (distance, possible) ->
                byDistance.put(
                    distance, new PairCount(inSweep.getOrDefault(distance, 0L), possible)));
    CpuSet unlinked = cpus.isEmpty() ? cpus : cpus.minus(Links.of(pairs).reachable(cpus.first()));
    return new SweepCoverage(cpus, unlinked, byDistance, maxHops, sweepsForEveryPair());
  }

  private int sweepsForEveryPair() {
    boolean listed = maxHops.isEmpty();
    long possible = (long) cpus.size() * (cpus.size() - 1) / 2;
    if (listed && pairsPerSweep() < possible) {
      return 0;
    }
    return rounds.stream()
        .flatMap(List::stream)
        .mapToInt(Meeting::sweepsUntilAllMet)
        .max()
        .orElse(0);
  }
}
