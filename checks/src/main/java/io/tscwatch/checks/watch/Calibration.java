package io.tscwatch.checks.watch;

import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.machine.TimeSample;
import java.util.Optional;

/**
 * Two looks at the clocks that give the frequency of the TSC: the longer apart, the sharper. After
 * an event that moved the counters the last two looks before it serve until there are better ones.
 * Not safe for use by many threads.
 */
final class Calibration {

  /** 20 ns in one second are 0.02 ppm. */
  private static final long SHORTEST_NANOS = 1_000_000_000;

  /** Beyond an hour nothing is gained, and on a slow drift of the crystal something is lost. */
  private static final long LONGEST_NANOS = 3_600_000_000_000L;

  /** Two looks that are only a little further apart than before make it no sharper. */
  private static final int SHARPER_PARTS = 16;

  private Optional<TimeSample> first = Optional.empty();
  private Optional<TimeSample> last = Optional.empty();
  private Optional<TimeSample> begin = Optional.empty();
  private Optional<TscFrequency> frequency = Optional.empty();
  private long sharperFromNanos = SHORTEST_NANOS;

  /** Takes a look. */
  void add(TimeSample sample) {
    if (begin.isEmpty() || begin.get().cpu() != sample.cpu()) {
      beginAt(sample);
      return;
    }
    long apart = sample.monotonicRawNanos() - begin.get().monotonicRawNanos();
    if (apart >= sharperFromNanos || frequency.isEmpty()) {
      sharperFromNanos = Math.max(SHORTEST_NANOS, apart + apart / SHARPER_PARTS);
      TscFrequency.between(begin.get(), sample)
          .ifPresent(
              between -> {
                first = begin;
                last = Optional.of(sample);
                frequency = Optional.of(between);
              });
    }
    if (apart >= LONGEST_NANOS) {
      beginAt(sample);
    }
  }

  private void beginAt(TimeSample sample) {
    begin = Optional.of(sample);
    sharperFromNanos = SHORTEST_NANOS;
  }

  /** The counters moved: what was before cannot be joined with what follows. */
  void restart() {
    begin = Optional.empty();
  }

  Optional<TimeSample> first() {
    return first;
  }

  Optional<TimeSample> last() {
    return last;
  }

  Optional<TscFrequency> frequency() {
    return frequency;
  }
}
