package io.tscwatch.checks.topology;

import io.tscwatch.checks.read.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which CPUs a machine has, and where they sit, as far as sysfs says. What sysfs does not say is
 * unknown here, never guessed. Immutable; safe for use by many threads.
 *
 * @param possible CPUs that could ever be brought online
 * @param present CPUs that are plugged in
 * @param online CPUs that the scheduler uses now
 * @param isolated CPUs taken from the scheduler's balancing (isolcpus=, isolated cpusets)
 * @param nohzFull CPUs without a periodic tick (nohz_full=); absent without CONFIG_NO_HZ_FULL
 * @param places one for each online CPU, ascending by CPU number; offline CPUs have no topology
 */
public record Topology(
    Reading<CpuSet> possible,
    Reading<CpuSet> present,
    Reading<CpuSet> online,
    Reading<CpuSet> isolated,
    Reading<CpuSet> nohzFull,
    List<CpuPlace> places) {

  /**
   * @throws IllegalArgumentException if the places are not in strictly ascending order of CPUs
   */
  public Topology {
    places = List.copyOf(places);
    for (int i = 1; i < places.size(); i++) {
      if (places.get(i - 1).cpu() >= places.get(i).cpu()) {
        throw new IllegalArgumentException("places are not in ascending order of CPUs");
      }
    }
  }

  /** The CPUs that have a place: the online ones. */
  public CpuSet cpus() {
    int[] cpus = new int[places.size()];
    for (int i = 0; i < cpus.length; i++) {
      cpus[i] = places.get(i).cpu();
    }
    return CpuSet.of(cpus);
  }

  /** Plugged in but not online. Empty also when sysfs does not say which are plugged in. */
  public CpuSet offline() {
    return present.toOptional().map(all -> all.minus(cpus())).orElse(CpuSet.empty());
  }

  /** Where a CPU sits; a place with nothing known if it is not online. */
  public CpuPlace place(int cpu) {
    int low = 0;
    int high = places.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      CpuPlace candidate = places.get(middle);
      if (candidate.cpu() == cpu) {
        return candidate;
      }
      if (candidate.cpu() < cpu) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return CpuPlace.unknown(cpu);
  }

  /**
   * The nearest thing that two CPUs share.
   *
   * @throws IllegalArgumentException if both are the same CPU
   */
  public Distance distance(int cpuA, int cpuB) {
    return place(cpuA).distanceTo(place(cpuB));
  }

  /** The groups of one level by their number. CPUs whose group is unknown are in none of them. */
  public SortedMap<Integer, CpuSet> groups(Level level) {
    SortedMap<Integer, List<Integer>> members = new TreeMap<>();
    for (CpuPlace place : places) {
      OptionalInt group = place.group(level);
      if (group.isPresent()) {
        members.computeIfAbsent(group.getAsInt(), number -> new ArrayList<>()).add(place.cpu());
      }
    }
    SortedMap<Integer, CpuSet> groups = new TreeMap<>();
    members.forEach((number, cpus) -> groups.put(number, CpuSet.of(cpus)));
    return groups;
  }

  /** The online CPUs whose group of this level sysfs does not tell. */
  public CpuSet unknown(Level level) {
    return CpuSet.of(
        places.stream().filter(p -> p.group(level).isEmpty()).map(CpuPlace::cpu).toList());
  }

  /** How many pairs of the given CPUs there are at each distance; those without pairs left out. */
  public Map<Distance, Long> pairsByDistance(CpuSet cpus) {
    return PairCounts.byDistance(cpus.stream().mapToObj(this::place).toList());
  }
}
