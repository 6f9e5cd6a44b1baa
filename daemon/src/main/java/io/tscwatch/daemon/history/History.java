package io.tscwatch.daemon.history;

import io.tscwatch.checks.bounds.TscFrequency;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.watch.CpuStatus;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.checks.watch.WatchListener;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.checks.witness.WitnessReport;
import io.tscwatch.config.HistorySettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Keeps what the watch tells.
 *
 * <p>Events go to the file at once, bounds once for each span. The watching thread adds up bounds
 * and hands over; it never waits for the disk, and nothing is ever thrown into it. Whatever keeps
 * the file from being written is a {@link HistoryState}: the latest events then stay in memory,
 * {@link #events} gives them from there, and they are written as soon as that is possible again.
 *
 * <p>Safe for use by many threads.
 */
public final class History implements WatchListener, AutoCloseable {

  /** What memory holds while the file cannot be written: about 1 MiB each. */
  private static final int PENDING_EVENTS = 2_000;

  private static final int PENDING_BOUNDS = 20_000;

  /** A clean stop of the whole daemon takes less than a second. */
  private static final long CLOSE_MILLIS = 700;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final StoredEvent.Run run;
  private final Backlog backlog = new Backlog(PENDING_EVENTS, PENDING_BOUNDS);
  private final HistoryWriter writer;
  private final Thread thread;
  private final Object accumulating = new Object();
  private final BoundsAccumulator accumulator;
  private final RateAccumulator rates;
  private long lastRealtimeNanos;

  private History(
      HistorySettings settings,
      StoredEvent.Run run,
      HistorySchema schema,
      HistoryWriter.Tuning tuning,
      Consumer<HistoryState> changes) {
    this.run = run;
    this.accumulator = new BoundsAccumulator(spanSeconds(settings));
    this.rates = new RateAccumulator(spanSeconds(settings));
    this.writer = new HistoryWriter(settings, schema, run, backlog, tuning, changes);
    this.thread = new Thread(writer, "history");
    this.thread.setDaemon(true);
  }

  /**
   * Starts to keep a history; the file is opened, checked and if need be made meanwhile.
   *
   * @param settings where, how finely, how long
   * @param origin the machine that is watched; each event remembers it
   * @param startedRealtimeNanos when this run began, nanoseconds since 1970
   * @param version of tscwatch
   * @param changes told, by the history's own thread, whenever health, reason or notice change
   */
  public static History start(
      HistorySettings settings,
      Origin origin,
      long startedRealtimeNanos,
      String version,
      Consumer<HistoryState> changes) {
    StoredEvent.Run run = new StoredEvent.Run(startedRealtimeNanos, origin, version);
    return start(settings, run, HistorySchema.CURRENT, HistoryWriter.Tuning.USUAL, changes);
  }

  static History start(
      HistorySettings settings,
      StoredEvent.Run run,
      HistorySchema schema,
      HistoryWriter.Tuning tuning,
      Consumer<HistoryState> changes) {
    History history = new History(settings, run, schema, tuning, changes);
    history.thread.start();
    return history;
  }

  @Override
  public void event(WatchEvent event) {
    backlog.add(event);
  }

  @Override
  public void status(WatchStatus status) {
    sample(status.asOfRealtimeNanos(), status.frequency(), status.cpus(), status.witnesses());
  }

  /** The part of a status that is kept. */
  void sample(
      long realtimeNanos,
      Optional<TscFrequency> frequency,
      List<CpuStatus> cpus,
      WitnessReport witnesses) {
    synchronized (accumulating) {
      hand(
          accumulator.add(realtimeNanos, frequency, cpus),
          rates.add(realtimeNanos, witnesses),
          realtimeNanos);
    }
  }

  /** Keeps a change of the outbox, as soon as the file can be written; never waits for it. */
  public void keep(Outbox.Change change) {
    backlog.add(change);
  }

  /**
   * What the file holds of alerts; for once at the start, before anything is kept.
   *
   * @throws HistoryException if it cannot be read
   */
  public Outbox outbox() throws HistoryException {
    try (HistoryReader reader = HistoryReader.open(state().file())) {
      return reader.outbox();
    }
  }

  /** Settings that were loaded anew; all but the file take effect. */
  public void reload(HistorySettings settings) {
    synchronized (accumulating) {
      accumulator.setSpanSeconds(spanSeconds(settings));
      rates.setSpanSeconds(spanSeconds(settings));
    }
    writer.setSettings(settings);
  }

  /** How it does now. */
  public HistoryState state() {
    return writer.state();
  }

  /**
   * Events of the file and those that are still in memory. Opens the file for this one answer:
   * callers should ask by the request, not by the tick.
   */
  public HistoryPage events(HistoryQuery query) {
    List<StoredEvent> waiting =
        backlog.pending().stream()
            .map(event -> StoredEvent.pending(run, event))
            .filter(query::wants)
            .toList();
    HistoryPage stored;
    try (HistoryReader reader = HistoryReader.open(state().file())) {
      stored = reader.events(query);
    } catch (HistoryException e) {
      stored =
          new HistoryPage(
              List.of(), OptionalLong.empty(), Optional.of(String.valueOf(e.getMessage())));
    }
    return query.newestFirst()
        ? withNewestFirst(stored, waiting, query)
        : withNewestLast(stored, waiting, query);
  }

  /**
   * Bounds of the file.
   *
   * @throws HistoryException if it cannot be read
   */
  public List<BoundsBucket> bounds(BoundsQuery query) throws HistoryException {
    try (HistoryReader reader = HistoryReader.open(state().file())) {
      return reader.bounds(query);
    }
  }

  /** Writes what is left, waiting for that less than a second. */
  @Override
  public void close() {
    synchronized (accumulating) {
      hand(accumulator.flush(), rates.flush(), lastRealtimeNanos);
    }
    backlog.stop();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hand(List<BoundsBucket> buckets, List<RateBucket> against, long realtimeNanos) {
    lastRealtimeNanos = realtimeNanos;
    if (!buckets.isEmpty() || !against.isEmpty()) {
      backlog.add(new Backlog.Samples(realtimeNanos, buckets, against));
    }
  }

  /** Those in memory are the newest: they are on the first page only. */
  private static HistoryPage withNewestFirst(
      HistoryPage stored, List<StoredEvent> waiting, HistoryQuery query) {
    if (waiting.isEmpty() || query.cursor().isPresent()) {
      return stored;
    }
    List<StoredEvent> all = new ArrayList<>(waiting);
    Collections.reverse(all);
    stored.events().stream().filter(event -> !contains(waiting, event)).forEach(all::add);
    if (all.size() <= query.limit()) {
      return new HistoryPage(all, stored.cursor(), stored.incomplete());
    }
    List<StoredEvent> page = all.subList(0, query.limit());
    OptionalLong last = page.get(page.size() - 1).id();
    // No stored event fits beside those in memory: the next page has them all.
    OptionalLong cursor = last.isPresent() ? last : OptionalLong.of(Long.MAX_VALUE);
    return new HistoryPage(
        page, stored.events().isEmpty() ? OptionalLong.empty() : cursor, stored.incomplete());
  }

  private static HistoryPage withNewestLast(
      HistoryPage stored, List<StoredEvent> waiting, HistoryQuery query) {
    if (stored.cursor().isPresent()) {
      return stored;
    }
    List<StoredEvent> all = new ArrayList<>(stored.events());
    waiting.stream().filter(event -> !contains(stored.events(), event)).forEach(all::add);
    return new HistoryPage(
        all.size() > query.limit() ? all.subList(0, query.limit()) : all,
        OptionalLong.empty(),
        stored.incomplete());
  }

  /** An event may have been written between looking at memory and at the file. */
  private static boolean contains(List<StoredEvent> events, StoredEvent wanted) {
    return events.stream()
        .anyMatch(e -> e.sequence() == wanted.sequence() && e.run().equals(wanted.run()));
  }

  private static long spanSeconds(HistorySettings settings) {
    return Math.max(1, settings.sampleEveryNanos() / NANOS_PER_SECOND);
  }
}
