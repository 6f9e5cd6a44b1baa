package io.tscwatch.checks.schedule;

import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Distance;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What one sweep covers of all that could be measured. Immutable.
 *
 * @param cpus the CPUs to be covered
 * @param unlinked those that no chain of pairs joins to the first of {@code cpus}: they get no
 *     bounds
 * @param byDistance pairs in the sweep and possible pairs, for each distance that occurs
 * @param maxHops the longest shortest chain between two CPUs, in pairs: their bounds are the sum of
 *     that many; empty for a list of pairs given by the user
 * @param sweepsForEveryPair successive sweeps in which every possible pair occurs; 0 if never
 */
public record SweepCoverage(
    CpuSet cpus,
    CpuSet unlinked,
    Map<Distance, PairCount> byDistance,
    OptionalInt maxHops,
    int sweepsForEveryPair) {

  /** Pairs in the sweep, of all pairs there are. */
  public record PairCount(long inSweep, long possible) {

    private PairCount plus(PairCount other) {
      return new PairCount(inSweep + other.inSweep, possible + other.possible);
    }

    @Override
    public String toString() {
      return inSweep + " of " + possible;
    }
  }

  public SweepCoverage {
    Map<Distance, PairCount> ordered = new EnumMap<>(Distance.class);
    ordered.putAll(byDistance);
    byDistance = Collections.unmodifiableMap(ordered);
  }

  /** Over all distances. */
  public PairCount total() {
    return byDistance.values().stream().reduce(new PairCount(0, 0), PairCount::plus);
  }

  /** For people, such as {@code 17 of 28 pairs (same core 4 of 4, other package 13 of 24)}. */
  public String sentence() {
    String details =
        byDistance.entrySet().stream()
            .map(entry -> entry.getKey().phrase() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return total() + " pairs" + (details.isEmpty() ? "" : " (" + details + ")");
  }
}
