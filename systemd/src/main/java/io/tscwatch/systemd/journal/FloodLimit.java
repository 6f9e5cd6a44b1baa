package io.tscwatch.systemd.journal;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Thins out events that come too often: for each key a bucket of tokens that fills slowly.
 *
 * <p>A bucket of 20 that gains one every 30 s lets a real incident through whole, and a CPU that
 * goes off and on all day ends at 120 lines an hour. Safe for any number of threads.
 */
final class FloodLimit {
  private static final int BURST = 20;
  private static final long REFILL_NANOS = 30_000_000_000L;

  private final Map<String, Bucket> buckets = new HashMap<>();

  /**
   * Asks for one event to be let through.
   *
   * @param key events that share a bucket
   * @param nowNanos a monotonic clock
   * @return how many events of this key were refused since the last one let through; empty: this
   *     one is refused too
   */
  synchronized OptionalLong admit(String key, long nowNanos) {
    return buckets.computeIfAbsent(key, newKey -> new Bucket(nowNanos)).take(nowNanos);
  }

  private static final class Bucket {
    private long tokens = BURST;
    private long filledNanos;
    private long refused;

    Bucket(long nowNanos) {
      filledNanos = nowNanos;
    }

    OptionalLong take(long nowNanos) {
      long gained = (nowNanos - filledNanos) / REFILL_NANOS;
      tokens = Math.min(BURST, tokens + gained);
      filledNanos += gained * REFILL_NANOS;
      if (tokens == 0) {
        refused++;
        return OptionalLong.empty();
      }
      tokens--;
      long before = refused;
      refused = 0;
      return OptionalLong.of(before);
    }
  }
}
