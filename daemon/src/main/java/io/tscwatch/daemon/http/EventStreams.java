package io.tscwatch.daemon.http;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The event streams that are open. Safe for use by many threads. */
final class EventStreams {

  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long LAST_WRITE_NANOS = 200 * NANOS_PER_MILLI;

  private final RecentEvents events;
  private final int limit;
  private final Executor executor;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicBoolean waking = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * None yet.
   *
   * @param limit how many may be open at once
   * @param executor writes to the clients: the watch, which adds the events, must not
   */
  EventStreams(RecentEvents events, int limit, Executor executor) {
    this.events = events;
    this.limit = limit;
    this.executor = executor;
    events.onEvent(this::wake);
  }

  /** Opens one, or returns false if there are as many as may be. */
  boolean open(Optional<String> lastEventId, Response response, Callback callback) {
    if (closed || taken.incrementAndGet() > limit) {
      taken.decrementAndGet();
      return false;
    }
    EventStream stream = new EventStream(events, lastEventId, response, callback, this::ended);
    open.add(stream);
    stream.iterate();
    return true;
  }

  private void ended(EventStream stream) {
    if (open.remove(stream)) {
      taken.decrementAndGet();
      if (stream.wasDropped()) {
        dropped.incrementAndGet();
      }
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Many events at once need the clients to be woken once. */
  private void wake() {
    if (!open.isEmpty() && waking.compareAndSet(false, true)) {
      executor.execute(
          () -> {
            waking.set(false);
            open.forEach(EventStream::iterate);
          });
    }
  }

  void heartbeat() {
    open.forEach(EventStream::heartbeat);
  }

  /**
   * Ends all of them, and lets no more open. Waits a moment for clients to take what is under way;
   * who does not is cut off with the connection.
   */
  void close() {
    closed = true;
    open.forEach(EventStream::end);
    long deadline = System.nanoTime() + LAST_WRITE_NANOS;
    try {
      synchronized (this) {
        long leftMillis = LAST_WRITE_NANOS / NANOS_PER_MILLI;
        while (!open.isEmpty() && leftMillis > 0) {
          wait(leftMillis);
          leftMillis = (deadline - System.nanoTime()) / NANOS_PER_MILLI;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many are open. */
  int size() {
    return taken.get();
  }

  /** How many clients were dropped because they were too slow. */
  long dropped() {
    return dropped.get();
  }
}
