package io.tscwatch.checks.watch;

import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.OneWay;
import io.tscwatch.checks.rate.OffsetObservation;
import io.tscwatch.checks.rate.RateEvent;
import io.tscwatch.checks.rate.RateResult;
import io.tscwatch.checks.rate.RateTracker;
import io.tscwatch.checks.topology.CpuSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * The rate of every CPU against the reference, from their own exchanges only: bounds through a
 * third CPU hold at no single moment.
 *
 * <p>Of each CPU's exchanges only the narrowest of a period is given to its tracker, once the
 * tracker has some: leaving observations out can only widen its answer, and it costs a hundred
 * times what the rest of a tick does. Not safe for use by many threads.
 */
final class RateBook {

  private static final long PERIOD_NANOS = 10_000_000_000L;
  private static final long TAKEN_AT_ONCE = 16;

  private static final class Follower {
    final RateTracker tracker;
    Optional<ExchangeResult> narrowest = Optional.empty();
    long lastFedNanos;
    long untilCycles;
    boolean urgent;

    Follower(String reason) {
      tracker = new RateTracker(reason);
    }
  }

  private final IntToLongFunction stepCycles;
  private final Map<Integer, Follower> followers = new HashMap<>();
  private int reference = -1;
  private String reason = "the watch began";

  RateBook(IntToLongFunction stepCycles) {
    this.stepCycles = stepCycles;
  }

  int reference() {
    return reference;
  }

  /** Begins anew against another reference. */
  void follow(int newReference, String why) {
    reference = newReference;
    reason = why;
    followers.clear();
  }

  /** Begins anew for some CPUs; for all if the reference is one of them. */
  void restart(CpuSet cpus, String why) {
    reason = why;
    if (cpus.contains(reference)) {
      followers.clear();
    } else {
      cpus.forEach(followers::remove);
    }
  }

  /** From now on every exchange of this CPU is taken: it is on the move. */
  void watchClosely(CpuSet cpus) {
    for (int cpu : cpus) {
      if (cpu != reference) {
        follower(cpu).urgent = true;
      }
    }
  }

  private Follower follower(int cpu) {
    return followers.computeIfAbsent(cpu, c -> new Follower(reason));
  }

  /**
   * Takes an exchange.
   *
   * @return what it proved of the CPU for the first time; empty too if the reference is no side
   */
  Optional<RateEvent> add(ExchangeResult result, long nowNanos) {
    int cpu = otherThanReference(result);
    if (cpu < 0 || !result.measured()) {
      return Optional.empty();
    }
    Follower follower = follower(cpu);
    if (follower.narrowest.isEmpty() || width(result) < width(follower.narrowest.get())) {
      follower.narrowest = Optional.of(result);
    }
    boolean due =
        follower.urgent
            || follower.tracker.observations() < TAKEN_AT_ONCE
            || nowNanos - follower.lastFedNanos >= PERIOD_NANOS;
    if (!due) {
      return Optional.empty();
    }
    ExchangeResult fed = follower.urgent ? result : follower.narrowest.get();
    follower.narrowest = Optional.empty();
    follower.lastFedNanos = nowNanos;
    return OffsetObservation.against(
            reference, fed, stepCycles.applyAsLong(reference), stepCycles.applyAsLong(cpu))
        .flatMap(observation -> feed(follower, observation));
  }

  private Optional<RateEvent> feed(Follower follower, OffsetObservation observation) {
    if (follower.tracker.observations() > 0
        && observation.untilCycles() - follower.untilCycles < 0) {
      // The time axis itself went back: what was before cannot be joined with what follows.
      follower.tracker.restart("the counter of CPU " + reference + " went back");
    }
    follower.untilCycles = observation.untilCycles();
    return follower.tracker.add(observation);
  }

  /** The other side of an exchange with the reference; -1 if it is none. */
  int otherThanReference(ExchangeResult result) {
    if (result.cpuA() == reference) {
      return result.cpuB();
    }
    return result.cpuB() == reference ? result.cpuA() : -1;
  }

  private static long width(ExchangeResult result) {
    return result.aToB().map(OneWay::cycles).orElseThrow()
        + result.bToA().map(OneWay::cycles).orElseThrow();
  }

  /** The rate of a CPU, where it is bounded from both sides. */
  Optional<RateResult.Bounded> rate(int cpu) {
    Follower follower = followers.get(cpu);
    return follower != null && follower.tracker.result() instanceof RateResult.Bounded bounded
        ? Optional.of(bounded)
        : Optional.empty();
  }

  /** True if this CPU was proven to drift and nothing has ended that since. */
  boolean drifting(int cpu) {
    Follower follower = followers.get(cpu);
    return follower != null && follower.tracker.drifting();
  }
}
