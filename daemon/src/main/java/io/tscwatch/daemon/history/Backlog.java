package io.tscwatch.daemon.history;

import io.tscwatch.checks.watch.WatchEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is still to be written: bounded, the oldest dropped first and counted. While the file cannot
 * be written this is the history.
 *
 * <p>Safe for use by many threads; adding never waits for the writer's disk.
 */
final class Backlog {

  /** Written as one transaction; more would hold the heap for no gain. */
  private static final int BATCH_EVENTS = 500;

  /** The bounds of one span: of every CPU that has any, and of the rate against every clock. */
  record Samples(long realtimeNanos, List<BoundsBucket> buckets, List<RateBucket> rates) {

    /** How many rows they are. */
    int rows() {
      return buckets.size() + rates.size();
    }
  }

  /** What is written in one transaction. */
  record Batch(List<WatchEvent> events, List<Samples> samples, List<Outbox.Change> changes) {

    boolean isEmpty() {
      return events.isEmpty() && samples.isEmpty() && changes.isEmpty();
    }
  }

  private final int maxEvents;
  private final int maxBounds;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<WatchEvent> events = new ArrayDeque<>();
  private final ArrayDeque<Samples> samples = new ArrayDeque<>();
  private final Map<String, Outbox.Change> changes = new LinkedHashMap<>();
  private List<WatchEvent> beingWritten = List.of();
  private int bounds;
  private long lostEvents;
  private long lostBounds;
  private boolean stopped;

  Backlog(int maxEvents, int maxBounds) {
    this.maxEvents = maxEvents;
    this.maxBounds = maxBounds;
  }

  void add(WatchEvent event) {
    lock.lock();
    try {
      events.addLast(event);
      trim();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void add(Samples more) {
    lock.lock();
    try {
      samples.addLast(more);
      bounds += more.rows();
      trim();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Of the outbox only the last change of each thing is kept, and nothing of what came and went
   * meanwhile: so it has no more than the outbox itself has, and no bound of its own.
   */
  void add(Outbox.Change change) {
    lock.lock();
    try {
      addLater(change);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something to write or {@link #stop} was called. */
  void awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (events.isEmpty() && samples.isEmpty() && changes.isEmpty() && !stopped) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits so long, whatever comes; {@link #stop} ends it early. */
  void pause(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !stopped) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes what fits into one transaction, the oldest first; {@link #written} or give it back. */
  Batch take() {
    lock.lock();
    try {
      List<WatchEvent> batch = new ArrayList<>();
      while (!events.isEmpty() && batch.size() < BATCH_EVENTS) {
        batch.add(events.removeFirst());
      }
      beingWritten = List.copyOf(batch);
      List<Samples> spans = List.copyOf(samples);
      samples.clear();
      bounds = 0;
      List<Outbox.Change> outbox = List.copyOf(changes.values());
      changes.clear();
      return new Batch(beingWritten, spans, outbox);
    } finally {
      lock.unlock();
    }
  }

  /** What was taken is in the file. */
  void written() {
    lock.lock();
    try {
      beingWritten = List.of();
    } finally {
      lock.unlock();
    }
  }

  /** What was taken could not be written. */
  void giveBack(Batch batch) {
    lock.lock();
    try {
      for (int i = batch.events().size() - 1; i >= 0; i--) {
        events.addFirst(batch.events().get(i));
      }
      for (int i = batch.samples().size() - 1; i >= 0; i--) {
        samples.addFirst(batch.samples().get(i));
        bounds += batch.samples().get(i).rows();
      }
      Map<String, Outbox.Change> later = new LinkedHashMap<>(changes);
      changes.clear();
      batch.changes().forEach(change -> changes.put(change.key(), change));
      later.values().forEach(this::addLater);
      beingWritten = List.of();
      trim();
    } finally {
      lock.unlock();
    }
  }

  /** Events that are not known to be in the file, in order. */
  List<WatchEvent> pending() {
    lock.lock();
    try {
      List<WatchEvent> all = new ArrayList<>(beingWritten);
      all.addAll(events);
      return all;
    } finally {
      lock.unlock();
    }
  }

  int pendingEvents() {
    lock.lock();
    try {
      return beingWritten.size() + events.size();
    } finally {
      lock.unlock();
    }
  }

  /** True if nothing waits to be written. */
  boolean isEmpty() {
    lock.lock();
    try {
      return beingWritten.isEmpty() && events.isEmpty() && samples.isEmpty() && changes.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  long lostEvents() {
    lock.lock();
    try {
      return lostEvents;
    } finally {
      lock.unlock();
    }
  }

  long lostBounds() {
    lock.lock();
    try {
      return lostBounds;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more will be added. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  /** A later change of the same thing replaces the earlier one. */
  private void addLater(Outbox.Change change) {
    Outbox.Change before = changes.remove(change.key());
    if (!(change instanceof Outbox.Drop && before instanceof Outbox.Put)) {
      changes.put(change.key(), change);
    }
  }

  private void trim() {
    while (events.size() > maxEvents) {
      events.removeFirst();
      lostEvents++;
    }
    while (bounds > maxBounds) {
      int dropped = samples.removeFirst().rows();
      bounds -= dropped;
      lostBounds += dropped;
    }
  }
}
