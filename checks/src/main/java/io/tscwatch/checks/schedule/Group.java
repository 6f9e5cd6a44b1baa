package io.tscwatch.checks.schedule;

import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Level;
import io.tscwatch.checks.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A group of CPUs and the groups it consists of: the machine, its packages, their dies, their
 * last-level caches, their cores, their threads. Levels that divide nothing are left out, and a
 * level of very many parts is divided once more, so that no tournament becomes long.
 *
 * @param cpus all CPUs of the group, at least one
 * @param parts at least two, or none if the group is one CPU
 */
record Group(List<Integer> cpus, List<Group> parts) {

  /** CPUs whose place is not known are scheduled as one group; that claims nothing about them. */
  private static final int UNKNOWN_PLACE = -1;

  private static final List<Level> LEVELS =
      List.of(Level.PACKAGE, Level.DIE, Level.LLC, Level.CORE);

  /** The hierarchy of the given CPUs, at least one. */
  static Group tree(Topology topology, CpuSet cpus, int maxParts) {
    return divide(topology, cpus.stream().boxed().toList(), LEVELS, maxParts);
  }

  /** Without hierarchy: every CPU is a part of its own. */
  static Group flat(CpuSet cpus) {
    return of(cpus.stream().mapToObj(Group::single).toList());
  }

  private static Group divide(
      Topology topology, List<Integer> cpus, List<Level> levels, int maxParts) {
    if (levels.isEmpty() || cpus.size() == 1) {
      return gather(cpus.stream().map(Group::single).toList(), maxParts);
    }
    Map<Integer, List<Integer>> members = new LinkedHashMap<>();
    for (int cpu : cpus) {
      int place = topology.place(cpu).group(levels.get(0)).orElse(UNKNOWN_PLACE);
      members.computeIfAbsent(place, key -> new ArrayList<>()).add(cpu);
    }
    List<Level> finer = levels.subList(1, levels.size());
    return gather(
        members.values().stream().map(part -> divide(topology, part, finer, maxParts)).toList(),
        maxParts);
  }

  /**
   * Puts parts together in as few layers as possible with at most {@code maxParts} parts each, and
   * in layers of equal width: the number of rounds grows with the sum of the widths.
   */
  private static Group gather(List<Group> parts, int maxParts) {
    if (parts.size() <= maxParts) {
      return of(parts);
    }
    int layers = 2;
    while (power(maxParts, layers) < parts.size()) {
      layers++;
    }
    int width = 2;
    while (power(width, layers) < parts.size()) {
      width++;
    }
    int blocks = width;
    return of(
        IntStream.range(0, blocks)
            .mapToObj(
                block ->
                    parts.subList(
                        (int) ((long) parts.size() * block / blocks),
                        (int) ((long) parts.size() * (block + 1) / blocks)))
            .map(block -> gather(block, maxParts))
            .toList());
  }

  private static long power(long base, int exponent) {
    long result = 1;
    for (int i = 0; i < exponent; i++) {
      result *= base;
    }
    return result;
  }

  private static Group single(int cpu) {
    return new Group(List.of(cpu), List.of());
  }

  private static Group of(List<Group> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    return new Group(parts.stream().flatMap(part -> part.cpus().stream()).sorted().toList(), parts);
  }

  /**
   * Layers of parts below this group: the most pairs on a shortest path between two of its CPUs.
   */
  int depth() {
    return parts.stream().mapToInt(part -> part.depth() + 1).max().orElse(0);
  }

  /**
   * The meetings of one sweep, round by round: first the parts among each other, then inside of the
   * parts, all parts at the same time.
   */
  List<List<Meeting>> rounds() {
    List<List<Meeting>> rounds = new ArrayList<>();
    if (parts.size() > 1) {
      for (List<Tournament.Match> matches : Tournament.rounds(parts.size())) {
        addMeetings(matches, rounds);
      }
    }
    List<List<Meeting>> inside = new ArrayList<>();
    for (Group part : parts) {
      List<List<Meeting>> ofPart = part.rounds();
      for (int i = 0; i < ofPart.size(); i++) {
        if (i == inside.size()) {
          inside.add(new ArrayList<>());
        }
        inside.get(i).addAll(ofPart.get(i));
      }
    }
    rounds.addAll(inside);
    return rounds;
  }

  /**
   * A lone CPU meets two CPUs of a larger part, in two rounds: with one pair it would hang on a
   * single measurement, and one that fails would cut it off. Two larger parts have at least two
   * pairs anyway.
   */
  private void addMeetings(List<Tournament.Match> matches, List<List<Meeting>> rounds) {
    List<Meeting> meetings = new ArrayList<>();
    List<Meeting> second = new ArrayList<>();
    for (Tournament.Match match : matches) {
      int[] one = array(parts.get(match.first()));
      int[] other = array(parts.get(match.second()));
      int smaller = Math.min(one.length, other.length);
      boolean lone = smaller == 1 && one.length != other.length;
      meetings.add(new Meeting(one, other, 0, lone ? 2 : 1));
      if (lone) {
        second.add(new Meeting(one, other, 1, 2));
      }
    }
    rounds.add(meetings);
    if (!second.isEmpty()) {
      rounds.add(second);
    }
  }

  private static int[] array(Group group) {
    return group.cpus().stream().mapToInt(Integer::intValue).toArray();
  }
}
