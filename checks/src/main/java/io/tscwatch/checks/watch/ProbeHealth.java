package io.tscwatch.checks.watch;

import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How fresh the evidence of each CPU is, and which CPUs the probe does not get. Not safe for use by
 * many threads.
 */
final class ProbeHealth {

  /** So many failures in a row, for so long without a success, are no accident. */
  private static final int FAILURES = 3;

  private static final long FAILING_NANOS = 15_000_000_000L;

  /** A CPU that is not given to us is tried only every so many ticks: each try waits for long. */
  private static final long TRY_EVERY_TICKS = 5;

  private static final class Health {
    OptionalLong measuredNanos = OptionalLong.empty();
    int failures;
    int unscheduled;
    long failingSinceNanos;
    String lastFailure = "";
    boolean starved;
  }

  private final Map<Integer, Health> healths = new HashMap<>();

  private Health of(int cpu) {
    return healths.computeIfAbsent(cpu, c -> new Health());
  }

  /** Takes the outcome of an exchange. */
  void note(ExchangeResult result) {
    if (result.measured()) {
      measured(result.cpuA(), result.finishedMonotonicNanos());
      measured(result.cpuB(), result.finishedMonotonicNanos());
    } else if (result.outcome() == ExchangeOutcome.NOT_SCHEDULED
        || result.outcome() == ExchangeOutcome.NO_SAMPLES) {
      // Where the kernel names the CPU, the other one is not to blame.
      String named = result.detail();
      if (!named.equals("CPU " + result.cpuB())) {
        failed(result.cpuA(), result);
      }
      if (!named.equals("CPU " + result.cpuA())) {
        failed(result.cpuB(), result);
      }
    }
  }

  private void measured(int cpu, long nanos) {
    Health health = of(cpu);
    health.measuredNanos = OptionalLong.of(nanos);
    health.failures = 0;
    health.unscheduled = 0;
  }

  private void failed(int cpu, ExchangeResult result) {
    Health health = of(cpu);
    if (health.failures++ == 0) {
      health.failingSinceNanos = result.finishedMonotonicNanos();
    }
    health.unscheduled += result.outcome() == ExchangeOutcome.NOT_SCHEDULED ? 1 : 0;
    health.lastFailure = result.outcome().sentence();
  }

  private static boolean isStarved(Health health, long nowNanos) {
    return health.failures >= FAILURES && nowNanos - health.failingSinceNanos >= FAILING_NANOS;
  }

  /** Whether it is worth trying this CPU now. */
  boolean worthTrying(int cpu, long tick) {
    Health health = healths.get(cpu);
    return health == null || health.unscheduled < FAILURES || tick % TRY_EVERY_TICKS == 0;
  }

  /** CLOCK_MONOTONIC of the last exchange that measured a CPU. */
  OptionalLong measuredNanos(int cpu) {
    Health health = healths.get(cpu);
    return health == null ? OptionalLong.empty() : health.measuredNanos;
  }

  /** Why the last exchanges failed; empty if they did not. */
  String lastFailure(int cpu) {
    Health health = healths.get(cpu);
    return health == null ? "" : health.lastFailure;
  }

  /** The CPUs that are starved now. */
  CpuSet starved(CpuSet cpus, long nowNanos) {
    List<Integer> starved = new ArrayList<>();
    for (int cpu : cpus) {
      Health health = healths.get(cpu);
      if (health != null && isStarved(health, nowNanos)) {
        starved.add(cpu);
      }
    }
    return CpuSet.of(starved);
  }

  /** The CPUs that are starved and were not when this was asked last. */
  CpuSet newlyStarved(CpuSet cpus, long nowNanos) {
    List<Integer> fresh = new ArrayList<>();
    for (int cpu : cpus) {
      Health health = healths.get(cpu);
      if (health != null) {
        boolean now = isStarved(health, nowNanos);
        if (now && !health.starved) {
          fresh.add(cpu);
        }
        health.starved = now;
      }
    }
    return set(fresh);
  }

  /** With nearly every tick there are none. */
  private static CpuSet set(List<Integer> cpus) {
    return cpus.isEmpty() ? CpuSet.empty() : CpuSet.of(cpus);
  }

  /** The CPUs whose evidence is missing or older than allowed. */
  CpuSet stale(CpuSet cpus, long nowNanos, long staleAfterNanos) {
    List<Integer> stale = new ArrayList<>();
    for (int cpu : cpus) {
      OptionalLong measured = measuredNanos(cpu);
      if (measured.isEmpty() || nowNanos - measured.getAsLong() > staleAfterNanos) {
        stale.add(cpu);
      }
    }
    return set(stale);
  }

  /** The oldest of the last exchanges of some CPUs; empty if one has none. */
  OptionalLong oldest(CpuSet cpus) {
    long oldest = Long.MAX_VALUE;
    for (int cpu : cpus) {
      OptionalLong measured = measuredNanos(cpu);
      if (measured.isEmpty()) {
        return measured;
      }
      oldest = Math.min(oldest, measured.getAsLong());
    }
    return cpus.isEmpty() ? OptionalLong.empty() : OptionalLong.of(oldest);
  }

  /** Evidence of some CPUs counts no more. */
  void forget(CpuSet cpus) {
    cpus.forEach(healths::remove);
  }
}
