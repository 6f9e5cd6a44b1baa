package io.tscwatch.checks.machine;

import io.tscwatch.checks.read.Reading;
import io.tscwatch.checks.reference.ClockQuestion;
import io.tscwatch.checks.reference.ClockSample;
import java.util.Optional;

/**
 * Waits for updates of the RTC's seconds without making anybody wait: a question is answered with
 * the newest update seen, and has the next one watched for by a thread of its own that ends with
 * it. The first takes up to a second of one look in 10 ms; as soon as the phase is known the thread
 * sleeps until just before.
 *
 * <p>Safe for use by many threads.
 */
final class RtcWatch {

  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long COARSE_POLL_NANOS = 10_000_000L;
  private static final long FINE_POLL_NANOS = 500_000L;

  /** Begins this long before the update is due: the clocks may have drifted since by 100 ppm. */
  private static final long MARGIN_NANOS = 15_000_000L;

  private Reading<ClockSample> newest = Reading.absent("the RTC's first update is awaited");
  private Optional<Long> updateNanos = Optional.empty();
  private boolean watching;

  /** The newest update seen, or why there is none; begins to watch for the next one. */
  synchronized Reading<ClockSample> newest(ClockQuestion question) {
    if (!watching) {
      watching = true;
      Thread thread = new Thread(() -> watch(question), "tscwatch-rtc");
      thread.setDaemon(true);
      thread.start();
    }
    return newest;
  }

  private void watch(ClockQuestion question) {
    Optional<Long> phase = phase();
    long wait = phase.map(RtcWatch::untilNext).orElse(0L);
    Reading<ClockSample> seen =
        ClockKernel.rtcEdge(
            question, wait, phase.isPresent() ? FINE_POLL_NANOS : COARSE_POLL_NANOS);
    take(seen, System.nanoTime());
  }

  private synchronized Optional<Long> phase() {
    return updateNanos;
  }

  private static long untilNext(long updateNanos) {
    long since = Math.floorMod(System.nanoTime() - updateNanos, SECOND_NANOS);
    return Math.floorMod(SECOND_NANOS - MARGIN_NANOS - since, SECOND_NANOS);
  }

  private synchronized void take(Reading<ClockSample> seen, long nowNanos) {
    newest = seen;
    updateNanos = seen instanceof Reading.Present ? Optional.of(nowNanos) : Optional.empty();
    watching = false;
  }
}
