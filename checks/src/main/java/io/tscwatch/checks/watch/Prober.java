package io.tscwatch.checks.watch;

import io.tscwatch.checks.exchange.ExchangeOutcome;
import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.machine.Machine;
import io.tscwatch.checks.schedule.CpuPair;
import io.tscwatch.checks.schedule.Round;
import io.tscwatch.checks.schedule.SweepPlan;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * Measures, and keeps the books of it: what it cost, which CPUs it got, what failed. Not safe for
 * use by many threads.
 */
final class Prober {

  private static final int RETRIES = 2;

  private final Machine machine;
  private final ProbeHealth health;
  private final IntrusionMeter meter;
  private final Map<ExchangeOutcome, Long> failed = new EnumMap<>(ExchangeOutcome.class);
  private long measured;
  private long blocksDropped;
  private long cpuNanos;
  private long skippedForBudget;
  private long sweeps;

  Prober(Machine machine, ProbeHealth health, IntrusionMeter meter) {
    this.machine = machine;
    this.health = health;
    this.meter = meter;
  }

  /** Measures scheduled rounds as far as the budget of each CPU allows. */
  List<ExchangeResult> scheduled(
      List<Round> rounds, long budgetNanos, boolean parallel, long tick) {
    List<ExchangeResult> results = new ArrayList<>();
    for (Round round : rounds) {
      List<CpuPair> allowed = new ArrayList<>(round.pairs().size());
      for (CpuPair pair : round.pairs()) {
        if (!health.worthTrying(pair.lower(), tick) || !health.worthTrying(pair.higher(), tick)) {
          continue;
        }
        if (meter.allows(pair.lower(), pair.higher())) {
          allowed.add(pair);
        } else {
          skippedForBudget++;
        }
      }
      results.addAll(exchange(allowed, budgetNanos, parallel, true));
    }
    return results;
  }

  /** Measures a whole sweep now, whatever the budget says, and tries again what was too busy. */
  List<ExchangeResult> wholeSweep(SweepPlan plan, long budgetNanos, boolean parallel) {
    List<ExchangeResult> results = new ArrayList<>();
    for (Round round : plan.sweep(sweeps++).rounds()) {
      List<CpuPair> left = round.pairs();
      for (int attempt = 0; attempt <= RETRIES && !left.isEmpty(); attempt++) {
        List<ExchangeResult> some = exchange(left, budgetNanos, parallel, false);
        results.addAll(some);
        left =
            some.stream()
                .filter(
                    result ->
                        result.outcome() == ExchangeOutcome.NO_SAMPLES
                            || result.outcome() == ExchangeOutcome.WENT_BACK)
                .map(result -> CpuPair.of(result.cpuA(), result.cpuB()))
                .toList();
      }
    }
    return results;
  }

  private List<ExchangeResult> exchange(
      List<CpuPair> pairs, long budgetNanos, boolean parallel, boolean scheduled) {
    if (pairs.isEmpty()) {
      return List.of();
    }
    List<ExchangeResult> results;
    if (parallel && pairs.size() > 1) {
      requireGoingOn();
      results = machine.exchange(pairs.stream().map(pair -> request(pair, budgetNanos)).toList());
    } else {
      results = new ArrayList<>(pairs.size());
      for (CpuPair pair : pairs) {
        requireGoingOn();
        results.addAll(machine.exchange(List.of(request(pair, budgetNanos))));
      }
    }
    results.forEach(result -> note(result, scheduled));
    return results;
  }

  /**
   * A whole sweep of a busy machine takes many seconds, and whoever interrupts the watch wants it
   * to end: after the exchange that runs.
   */
  private static void requireGoingOn() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("the watch was interrupted");
    }
  }

  private static ExchangeRequest request(CpuPair pair, long budgetNanos) {
    return new ExchangeRequest(pair.lower(), pair.higher(), budgetNanos);
  }

  private void note(ExchangeResult result, boolean scheduled) {
    health.note(result);
    meter.charge(result, scheduled);
    blocksDropped += result.blocksDropped();
    cpuNanos += result.cpuNanos();
    if (result.measured()) {
      measured++;
    } else {
      failed.merge(result.outcome(), 1L, Long::sum);
    }
  }

  /** The CPUs of some exchanges. */
  static CpuSet cpusOf(List<ExchangeResult> results) {
    int[] cpus = new int[2 * results.size()];
    for (int i = 0; i < results.size(); i++) {
      cpus[2 * i] = results.get(i).cpuA();
      cpus[2 * i + 1] = results.get(i).cpuB();
    }
    return CpuSet.of(cpus);
  }

  long measured() {
    return measured;
  }

  Map<ExchangeOutcome, Long> failed() {
    return failed;
  }

  long blocksDropped() {
    return blocksDropped;
  }

  long cpuNanos() {
    return cpuNanos;
  }

  /** Scheduled exchanges that were left out because a CPU's budget was used up. */
  long skippedForBudget() {
    return skippedForBudget;
  }
}
