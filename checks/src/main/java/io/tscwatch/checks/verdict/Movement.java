package io.tscwatch.checks.verdict;

import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.rate.OffsetObservation;
import io.tscwatch.checks.rate.RateEvent;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.rate.RateTracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * How one CPU's counter moved against another's, from their own exchanges in order of time.
 *
 * @param cpu the CPU
 * @param against the CPU that it was measured against
 * @param events what the observations proved, in order
 * @param rate what all observations since the last step prove
 */
record Movement(int cpu, int against, List<RateEvent> events, RateResult rate) {

  Movement {
    events = List.copyOf(events);
  }

  /**
   * Follows the exchanges of the pair; those of other pairs are passed over.
   *
   * @param stepCycles the granularity of a CPU's counter
   */
  static Movement of(
      int cpu, int against, List<ExchangeResult> results, IntToLongFunction stepCycles) {
    RateTracker tracker = new RateTracker("the first exchange");
    List<RateEvent> events = new ArrayList<>();
    Optional<OffsetObservation> before = Optional.empty();
    for (ExchangeResult result : results) {
      if (!isOf(result, cpu, against)) {
        continue;
      }
      Optional<OffsetObservation> observation =
          OffsetObservation.against(
              against, result, stepCycles.applyAsLong(against), stepCycles.applyAsLong(cpu));
      if (observation.isEmpty()) {
        continue;
      }
      if (before.isPresent() && observation.get().untilCycles() - before.get().untilCycles() < 0) {
        // The time axis itself went back: what was before cannot be joined with what follows.
        tracker.restart("the counter of CPU " + against + " went back");
      }
      tracker.add(observation.get()).ifPresent(events::add);
      before = observation;
    }
    return new Movement(cpu, against, events, tracker.result());
  }

  private static boolean isOf(ExchangeResult result, int cpu, int against) {
    return (result.cpuA() == cpu && result.cpuB() == against)
        || (result.cpuB() == cpu && result.cpuA() == against);
  }

  /** The proven drift, if there is one. */
  Optional<RateResult.Bounded> drift() {
    return events.stream()
        .filter(RateEvent.Drift.class::isInstance)
        .map(event -> ((RateEvent.Drift) event).rate())
        .findFirst();
  }

  /** The first proven step, if there is one. */
  Optional<RateResult.Contradicted> step() {
    return events.stream()
        .filter(RateEvent.Step.class::isInstance)
        .map(event -> ((RateEvent.Step) event).change())
        .findFirst();
  }
}
