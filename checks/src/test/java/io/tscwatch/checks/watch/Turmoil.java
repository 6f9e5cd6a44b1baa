package io.tscwatch.checks.watch;

import io.tscwatch.checks.simulate.DelayModel;
import io.tscwatch.checks.simulate.Event;
import io.tscwatch.checks.simulate.Platform;
import io.tscwatch.checks.simulate.Scenario;
import io.tscwatch.checks.simulate.ScenarioBuilder;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.topology.MachineShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A machine on which all that is no fault of the TSC happens at random: suspends, hotplugs,
 * migrations, pauses, preemption, starvation, a floor that moves, a clock that is set.
 */
final class Turmoil {

  static final long SECOND = 1_000_000_000L;
  static final long HOUR = 3600 * SECOND;
  private static final long MINUTE = 60 * SECOND;

  private final SplittableRandom random;
  private final int cpus;
  private final ScenarioBuilder scenario;
  private final List<long[]> offline = new ArrayList<>();
  private final List<long[]> suspended = new ArrayList<>();

  Turmoil(long seed) {
    random = new SplittableRandom(seed);
    cpus = 2 + random.nextInt(7);
    boolean packages = cpus % 2 == 0 && random.nextBoolean();
    scenario =
        Scenario.builder(
                "turmoil " + seed,
                packages
                    ? MachineShape.of(2, 1, 1, cpus / 2, 1)
                    : MachineShape.of(1, 1, 1, cpus, 1))
            .seed(seed)
            .platform(
                switch (random.nextInt(3)) {
                  case 0 -> Platform.INTEL;
                  case 1 -> Platform.KVM_GUEST;
                  default -> Platform.KVM_GUEST.withVmclock(true);
                })
            .delays(
                DelayModel.DEFAULT
                    .withPreemption(random.nextInt(300))
                    .withWander(random.nextInt(300), 5 * SECOND, 200));
  }

  int cpus() {
    return cpus;
  }

  ScenarioBuilder scenario() {
    return scenario;
  }

  /** One random event of each kind every so often, in the given time. */
  void shake(long nanos, long suspendEvery, long hotplugEvery, long othersEvery) {
    for (long at = suspendEvery / 2; at < nanos; at += suspendEvery) {
      suspend(at + random.nextLong(suspendEvery / 4));
    }
    for (long at = hotplugEvery / 2; at < nanos; at += hotplugEvery) {
      hotplug(at + random.nextLong(hotplugEvery / 4), hotplugEvery / 4);
    }
    for (long at = othersEvery / 2; at < nanos; at += othersEvery) {
      other(at + random.nextLong(othersEvery / 2));
    }
  }

  private void suspend(long at) {
    long nanos = MINUTE / 10 + random.nextLong(10 * MINUTE);
    Event.TscInSuspend[] ways = Event.TscInSuspend.values();
    suspended.add(new long[] {at, at + nanos});
    scenario.at(at, new Event.Suspend(nanos, ways[random.nextInt(ways.length)], Map.of()));
  }

  private void hotplug(long at, long most) {
    CpuSet cpu = CpuSet.of(random.nextInt(cpus));
    long until = at + SECOND + random.nextLong(most);
    offline.add(new long[] {cpu.first(), at, until});
    scenario.at(at, new Event.Offline(cpu));
    scenario.at(until, new Event.Online(cpu));
  }

  private void other(long at) {
    CpuSet some = CpuSet.of(random.nextInt(cpus));
    long nanos = SECOND + random.nextLong(5 * MINUTE);
    scenario.at(
        at,
        switch (random.nextInt(8)) {
          case 0 -> new Event.Migration(anyJump(), random.nextBoolean());
          case 1 -> new Event.Migration(0, true);
          case 2 -> new Event.ClockSet(anyJump());
          case 3 -> new Event.PreemptionStorm(some, nanos, 1 + random.nextInt(1000));
          case 4 -> new Event.Starvation(some, nanos);
          case 5 -> new Event.ClocksourceChange(random.nextBoolean() ? "hpet" : "tsc");
          case 6 ->
              new Event.KernelLine(
                  "clocksource: Long readout interval, skipping watchdog"
                      + " check: cs_nsec: 507537855 wd_nsec: 507537800");
          default -> new Event.FloorRise(some, nanos, random.nextLong(2000), random.nextLong(2000));
        });
  }

  /** Of any size, forwards and back. */
  private long anyJump() {
    long magnitude = 1L << random.nextInt(45);
    long jump = magnitude + random.nextLong(magnitude);
    return random.nextBoolean() ? jump : -jump;
  }

  /** A fault of any kind and size, of a CPU that is online, while the machine runs. */
  PlantedFault fault(long at, long nanos) {
    while (true) {
      int cpu = random.nextInt(cpus);
      long until = at + nanos;
      boolean hidden =
          offline.stream().anyMatch(o -> o[0] == cpu && o[1] < until + MINUTE && o[2] > at - MINUTE)
              && cpus > 2;
      if (!hidden) {
        PlantedFault.Kind[] kinds = PlantedFault.Kind.values();
        PlantedFault.Kind kind = kinds[random.nextInt(kinds.length)];
        long magnitude =
            1L
                << (kind == PlantedFault.Kind.RATE
                    ? 4 + random.nextInt(20)
                    : 4 + random.nextInt(26));
        long size = magnitude + random.nextLong(magnitude);
        return new PlantedFault(kind, cpu, at, until, random.nextBoolean() ? size : -size);
      }
    }
  }

  /** True if the machine is suspended at some time in between. */
  boolean suspendedBetween(long from, long until) {
    return suspended.stream().anyMatch(s -> s[0] <= until && s[1] >= from);
  }

  /** True if any CPU is off at some time in between. */
  boolean hotplugBetween(long from, long until) {
    return offline.stream().anyMatch(o -> o[1] <= until && o[2] >= from);
  }
}
