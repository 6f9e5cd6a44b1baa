package io.tscwatch.checks.simulate;

import io.tscwatch.checks.reference.ClockKind;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import java.util.List;
import java.util.Optional;

/**
 * Everything that makes a simulated machine. Immutable; the same scenario gives the same answers at
 * the same virtual times.
 *
 * <pre>{@code
 * Scenario scenario =
 *     Scenario.builder("one CPU ahead, another steps", MachineShape.of(1, 1, 1, 4, 1))
 *         .counters(CounterPlan.DEFAULT.withOffset(2, 500))
 *         .at(30_000_000_000L, new Event.TscStep(CpuSet.of(1), -2600, true))
 *         .build();
 * }</pre>
 *
 * @param name shown wherever the machine's name is shown
 * @param seed of everything that is random
 * @param shape its topology, and which CPUs are offline or isolated when the scenario begins
 * @param forbidden CPUs that are online but outside the affinity of this process
 * @param startMonotonicNanos CLOCK_MONOTONIC and CLOCK_BOOTTIME when the scenario begins
 * @param startRealtimeNanos CLOCK_REALTIME when it begins, since 1970
 * @param failures pairs that cannot be measured
 * @param clocks the clocks beside the counters, each kind at most once
 * @param events what happens, in any order; of those at one time, the earlier in the list first
 */
public record Scenario(
    String name,
    long seed,
    MachineShape shape,
    CpuSet forbidden,
    CounterPlan counters,
    AdjustPlan adjust,
    DelayModel delays,
    KernelPlan kernel,
    Platform platform,
    long startMonotonicNanos,
    long startRealtimeNanos,
    List<PairFailure> failures,
    List<ClockPlan> clocks,
    List<ScheduledEvent> events) {

  /**
   * Checks that every CPU named anywhere exists.
   *
   * @throws IllegalArgumentException naming the CPU and where it is named
   */
  public Scenario {
    failures = List.copyOf(failures);
    clocks = List.copyOf(clocks);
    events = List.copyOf(events);
    CpuSet all = shape.present();
    requireKnown(all, CpuSet.of(counters.offsetCycles().keySet()), "counter offsets");
    requireKnown(all, CpuSet.of(counters.ratePicosPerSecond().keySet()), "counter rates");
    requireKnown(all, CpuSet.of(adjust.cycles().keySet()), "TSC_ADJUST");
    requireKnown(all, adjust.unreadable(), "unreadable registers");
    requireKnown(all, forbidden, "forbidden CPUs");
    for (PairFailure failure : failures) {
      requireKnown(all, CpuSet.of(failure.cpuA(), failure.cpuB()), "failing pairs");
    }
    for (ScheduledEvent scheduled : events) {
      Event event = scheduled.event();
      requireKnown(all, event.cpus(), event.getClass().getSimpleName());
      for (ClockKind kind : event.clock().stream().toList()) {
        if (clocks.stream().noneMatch(plan -> plan.kind() == kind)) {
          throw new IllegalArgumentException("the machine has no clock " + kind.word());
        }
      }
    }
    if (clocks.stream().map(ClockPlan::kind).distinct().count() < clocks.size()) {
      throw new IllegalArgumentException("two clocks of one kind");
    }
  }

  private static void requireKnown(CpuSet all, CpuSet named, String where) {
    CpuSet unknown = named.minus(all);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          where + ": the machine has CPUs " + all + " and no CPU " + unknown);
    }
  }

  /** The plan of one clock, if the machine has it. */
  public Optional<ClockPlan> clock(ClockKind kind) {
    return clocks.stream().filter(plan -> plan.kind() == kind).findFirst();
  }

  /** Begins with a bare-metal machine in which nothing is wrong and nothing happens. */
  public static ScenarioBuilder builder(String name, MachineShape shape) {
    return new ScenarioBuilder(name, shape);
  }

  /** Begins with this scenario. */
  public ScenarioBuilder toBuilder() {
    return new ScenarioBuilder(this);
  }
}
