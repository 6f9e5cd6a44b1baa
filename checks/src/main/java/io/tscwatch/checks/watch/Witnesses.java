package io.tscwatch.checks.watch;

import io.tscwatch.checks.schedule.PairSelection;
import io.tscwatch.checks.schedule.SweepPlan;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.Topology;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom to ask about some CPUs: of two CPUs that contradict each other nobody can say which one
 * moved, but others that were measured with both before can.
 */
final class Witnesses {

  /** On small machines all are asked. */
  private static final int ALL_UP_TO = 16;

  private static final int WITNESSES = 4;

  private Witnesses() {}

  /** A sweep over some CPUs and enough others. */
  static SweepPlan plan(Topology topology, CpuSet suspects, CpuSet watched, int reference) {
    if (watched.size() <= ALL_UP_TO) {
      return SweepPlan.of(topology, watched, new PairSelection.Automatic());
    }
    List<Integer> asked = new ArrayList<>();
    if (watched.contains(reference)) {
      asked.add(reference);
    }
    for (int cpu : watched.minus(suspects)) {
      if (asked.size() < WITNESSES && cpu != reference) {
        asked.add(cpu);
      }
    }
    return SweepPlan.of(
        topology, suspects.and(watched).plus(CpuSet.of(asked)), new PairSelection.Automatic());
  }
}
