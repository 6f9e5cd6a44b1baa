package io.tscwatch.daemon.alert;

import io.tscwatch.config.AlertTarget;
import io.tscwatch.daemon.alert.DeliveryQueue.Parcel;
import io.tscwatch.daemon.alert.state.TargetState;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The one thread that tells one target, so that what it is told is in order and that a target which
 * hangs holds up no other.
 */
final class Sender {

  /** What waited for hours comes at this pace at most. */
  private static final long LEAST_GAP_NANOS = 100_000_000L;

  /** Repetitions are looked for this often. */
  private static final long LOOK_NANOS = 1_000_000_000L;

  private static final long STOP_MILLIS = 300;

  private final AlertTarget target;
  private final DeliveryQueue queue;
  private final Poster poster;
  private final Supplier<AlertContext> context;
  private final AlertListener listener;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread;
  private volatile boolean stopping;
  private volatile long delivered;
  private volatile long failedAttempts;
  private volatile long refused;
  private volatile Optional<String> problem = Optional.empty();

  Sender(
      AlertTarget target,
      DeliveryQueue queue,
      Poster poster,
      Supplier<AlertContext> context,
      AlertListener listener) {
    this.target = target;
    this.queue = queue;
    this.poster = poster;
    this.context = context;
    this.listener = listener;
    this.thread = new Thread(this::run, "alert-" + target.name());
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  AlertTarget target() {
    return target;
  }

  DeliveryQueue queue() {
    return queue;
  }

  /** There is something new in the queue. */
  void wake() {
    news.release();
  }

  TargetState state() {
    return new TargetState(
        target.name(),
        target.type(),
        delivered,
        failedAttempts,
        refused,
        queue.dropped(),
        queue.pending().size(),
        queue.oldestRealtimeNanos(),
        problem);
  }

  /** Ends the thread; what waits stays in the queue. Waits for a moment only. */
  void stop() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    int failures = 0;
    try {
      while (!stopping) {
        Optional<Parcel> parcel = queue.next(context.get(), System.nanoTime(), wallNanos());
        if (parcel.isEmpty()) {
          news.tryAcquire(LOOK_NANOS, TimeUnit.NANOSECONDS);
          news.drainPermits();
        } else if (sent(parcel.get())) {
          failures = 0;
          Thread.sleep(LEAST_GAP_NANOS / 1_000_000);
        } else {
          failures++;
          // News does not end the pause: it would only make a target that is down be asked more.
          pause(Backoff.pauseNanos(failures, ThreadLocalRandom.current().nextDouble()));
        }
      }
    } catch (InterruptedException e) {
      // Only stop() interrupts: the thread is over.
      stopping = true;
    }
  }

  /** True if the parcel is done with. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread counts
  private boolean sent(Parcel parcel) throws InterruptedException {
    Poster.Outcome outcome = poster.post(parcel.body(), wallNanos() / 1_000_000_000L);
    if (outcome instanceof Poster.Failed failed) {
      failedAttempts++;
      if (problem.isEmpty()) {
        listener.failing(target.name(), failed.why());
      }
      problem = Optional.of(failed.why());
      return false;
    }
    queue.done(parcel, System.nanoTime());
    if (outcome instanceof Poster.Refused refusal) {
      refused += parcel.ids().size();
      listener.refused(target.name(), refusal.why());
      problem = Optional.of(refusal.why());
      return true;
    }
    delivered += parcel.ids().size();
    if (problem.isPresent()) {
      problem = Optional.empty();
      listener.working(target.name(), queue.pending().size());
    }
    return true;
  }

  private static void pause(long nanos) throws InterruptedException {
    Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
  }

  static long wallNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
