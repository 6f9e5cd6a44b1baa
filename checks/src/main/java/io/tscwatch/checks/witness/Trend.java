package io.tscwatch.checks.witness;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the TSC's rate against one clock changes: a note of it every ten minutes, for a day. Not safe
 * for use by many threads.
 */
final class Trend {

  private static final long EVERY_NANOS = 600_000_000_000L;
  private static final int MOST_NOTES = 145;
  private static final long SHORTEST_NANOS = 3_600_000_000_000L;
  private static final BigInteger DAY_NANOS = BigInteger.valueOf(86_400_000_000_000L);

  private record Note(long atNanos, RateInterval rate) {}

  private final Deque<Note> notes = new ArrayDeque<>();

  void note(long nowNanos, RateInterval rate) {
    if (notes.isEmpty() || nowNanos - notes.getLast().atNanos() >= EVERY_NANOS) {
      notes.addLast(new Note(nowNanos, rate));
      if (notes.size() > MOST_NOTES) {
        notes.removeFirst();
      }
    }
  }

  void clear() {
    notes.clear();
  }

  /** By how much the rate grows a day, if it goes on as since the oldest note. */
  Optional<RateInterval> perDay() {
    if (notes.isEmpty()) {
      return Optional.empty();
    }
    Note first = notes.getFirst();
    Note last = notes.getLast();
    long nanos = last.atNanos() - first.atNanos();
    if (nanos < SHORTEST_NANOS) {
      return Optional.empty();
    }
    return Optional.of(
        new RateInterval(
            perDay(
                last.rate().minPicosPerSecond() - first.rate().maxPicosPerSecond(), nanos, false),
            perDay(
                last.rate().maxPicosPerSecond() - first.rate().minPicosPerSecond(), nanos, true)));
  }

  private static long perDay(long picos, long nanos, boolean up) {
    BigInteger[] parts =
        BigInteger.valueOf(picos).multiply(DAY_NANOS).divideAndRemainder(BigInteger.valueOf(nanos));
    long cut = parts[0].longValueExact();
    return parts[1].signum() > 0 && up ? cut + 1 : parts[1].signum() < 0 && !up ? cut - 1 : cut;
  }

  /**
   * The earliest time from now at which the rate can reach a limit; empty if it does not certainly
   * go there.
   */
  static OptionalLong collisionNanos(RateInterval skew, RateInterval perDay, long limitPicos) {
    long speed =
        perDay.minPicosPerSecond() > 0
            ? perDay.maxPicosPerSecond()
            : perDay.maxPicosPerSecond() < 0 ? -perDay.minPicosPerSecond() : 0;
    if (speed == 0) {
      return OptionalLong.empty();
    }
    long left =
        Math.max(
            0,
            perDay.minPicosPerSecond() > 0
                ? limitPicos - skew.maxPicosPerSecond()
                : limitPicos + skew.minPicosPerSecond());
    BigInteger nanos =
        BigInteger.valueOf(left).multiply(DAY_NANOS).divide(BigInteger.valueOf(speed));
    return nanos.bitLength() < 63 ? OptionalLong.of(nanos.longValueExact()) : OptionalLong.empty();
  }
}
