package io.tscwatch.checks.watch;

import io.tscwatch.checks.exchange.ExchangeResult;
import io.tscwatch.checks.exchange.OneWay;
import io.tscwatch.checks.schedule.CpuPair;
import io.tscwatch.checks.topology.CpuSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The exchanges of the last ten minutes that say most: of each pair, in each minute, the best of
 * each direction. Every other exchange is implied by them.
 *
 * <p>Intervals of the same unchanged offset intersect, which is how a watch gets sharper than any
 * single check. Not safe for use by many threads.
 */
final class ExchangeWindow {

  private static final long BUCKET_NANOS = 60_000_000_000L;
  private static final int BUCKETS = 10;

  /** With thousands of CPUs the window is shorter: 100,000 results take some 20 MiB. */
  private static final int MAX_RESULTS = 100_000;

  /** The best exchange of each direction; {@code up} is from the lower CPU to the higher. */
  private record Best(ExchangeResult up, ExchangeResult down) {

    long upCycles() {
      return cycles(up, true);
    }

    long downCycles() {
      return cycles(down, false);
    }

    @SuppressWarnings("ReferenceEquality")
    boolean isOfOneExchange() {
      return up == down;
    }

    boolean isBeatenBy(ExchangeResult result) {
      return cycles(result, true) < upCycles() || cycles(result, false) < downCycles();
    }

    Best with(ExchangeResult result) {
      return new Best(
          cycles(result, true) < upCycles() ? result : up,
          cycles(result, false) < downCycles() ? result : down);
    }

    Best with(Best other) {
      return with(other.up).with(other.down);
    }
  }

  private static final class Bucket {
    final long fromNanos;
    final Map<CpuPair, Best> best = new HashMap<>();

    Bucket(long fromNanos) {
      this.fromNanos = fromNanos;
    }
  }

  private final Deque<Bucket> buckets = new ArrayDeque<>();
  private final Map<CpuPair, Best> tightest = new HashMap<>();
  private boolean changed;

  private static long cycles(ExchangeResult result, boolean up) {
    boolean fromA = up == (result.cpuA() < result.cpuB());
    return (fromA ? result.aToB() : result.bToA()).map(OneWay::cycles).orElseThrow();
  }

  private static CpuPair pairOf(ExchangeResult result) {
    return CpuPair.of(result.cpuA(), result.cpuB());
  }

  /** Takes a measured exchange that does not contradict the others. */
  void add(ExchangeResult result, long nowNanos) {
    expire(nowNanos);
    if (buckets.isEmpty() || nowNanos - buckets.getLast().fromNanos >= BUCKET_NANOS) {
      buckets.addLast(new Bucket(nowNanos));
      shorten();
    }
    CpuPair pair = pairOf(result);
    buckets
        .getLast()
        .best
        .merge(pair, new Best(result, result), (old, fresh) -> old.with(fresh.up));
    Best before = tightest.get(pair);
    if (before == null || before.isBeatenBy(result)) {
      tightest.put(pair, before == null ? new Best(result, result) : before.with(result));
      changed = true;
    }
  }

  private void expire(long nowNanos) {
    boolean expired = false;
    while (!buckets.isEmpty() && nowNanos - buckets.getFirst().fromNanos > BUCKETS * BUCKET_NANOS) {
      buckets.removeFirst();
      expired = true;
    }
    if (expired) {
      retighten();
    }
  }

  private void shorten() {
    int results = buckets.stream().mapToInt(bucket -> 2 * bucket.best.size()).sum();
    while (results > MAX_RESULTS && buckets.size() > 2) {
      results -= 2 * buckets.removeFirst().best.size();
      retighten();
    }
  }

  private void retighten() {
    tightest.clear();
    for (Bucket bucket : buckets) {
      bucket.best.forEach((pair, best) -> tightest.merge(pair, best, Best::with));
    }
    changed = true;
  }

  /** True if the exchange and the window's exchanges of the same pair cannot hold at once. */
  boolean contradicts(ExchangeResult result) {
    Best best = tightest.get(pairOf(result));
    return best != null
        && (cycles(result, true) + best.downCycles() < 0
            || cycles(result, false) + best.upCycles() < 0);
  }

  /** Forgets everything about some CPUs. */
  void drop(CpuSet cpus) {
    for (Bucket bucket : buckets) {
      bucket
          .best
          .keySet()
          .removeIf(pair -> cpus.contains(pair.lower()) || cpus.contains(pair.higher()));
    }
    retighten();
  }

  void clear() {
    buckets.clear();
    retighten();
  }

  boolean isEmpty() {
    return tightest.isEmpty();
  }

  /** True if the window says something else than when this was asked last. */
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  boolean changed() {
    return changed;
  }

  /** All exchanges kept, in the order in which they were measured. */
  List<ExchangeResult> results() {
    List<ExchangeResult> results = new ArrayList<>();
    for (Bucket bucket : buckets) {
      for (Best best : bucket.best.values()) {
        results.add(best.up);
        if (!best.isOfOneExchange()) {
          results.add(best.down);
        }
      }
    }
    results.sort(
        Comparator.comparingLong(ExchangeResult::finishedMonotonicNanos)
            .thenComparingInt(ExchangeResult::cpuA)
            .thenComparingInt(ExchangeResult::cpuB));
    return results;
  }
}
