package io.tscwatch.daemon.history;

import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.daemon.history.HistoryState.Health;
import io.tscwatch.daemon.http.HistoryHealth;
import io.tscwatch.daemon.http.HistorySource;
import io.tscwatch.daemon.http.OffsetSample;
import io.tscwatch.daemon.http.RateSample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What the status endpoint asks of the history. Safe for use by many threads. */
public final class HistoryAnswers implements HistorySource {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final History history;

  public HistoryAnswers(History history) {
    this.history = history;
  }

  @Override
  public HistoryHealth health() {
    HistoryState state = history.state();
    Optional<String> lost =
        state.lostEvents() > 0
            ? Optional.of(state.lostEvents() + " events were lost meanwhile")
            : Optional.empty();
    String problem =
        String.join(
            "; ",
            List.of(state.reason(), state.notice(), lost).stream()
                .flatMap(Optional::stream)
                .toList());
    return new HistoryHealth(
        Optional.of(state.file().toString()),
        state.health() == Health.OK,
        problem.isEmpty() ? Optional.empty() : Optional.of(problem));
  }

  @Override
  public List<WatchEvent> events(boolean newestFirst, long sinceRealtimeNanos, int limit)
      throws IOException {
    List<WatchEvent> events = new ArrayList<>();
    HistoryQuery query =
        (newestFirst ? HistoryQuery.latest() : HistoryQuery.oldest()).since(sinceRealtimeNanos);
    while (true) {
      int wanted = Math.min(HistoryQuery.MOST, limit - events.size());
      HistoryPage page = history.events(query.limit(wanted));
      if (page.events().isEmpty() && page.incomplete().isPresent()) {
        throw new IOException(page.incomplete().get());
      }
      // A kind that this version has no name for is only shown by tscwatch history.
      page.events().forEach(event -> event.toWatchEvent().ifPresent(events::add));
      if (page.cursor().isEmpty() || events.size() >= limit) {
        return events;
      }
      query = query.after(page.cursor().getAsLong());
    }
  }

  /** From the finest spans that fit into the limit: what they all lie in, whatever happened. */
  @Override
  public List<OffsetSample> offsets(long sinceRealtimeNanos, OptionalInt cpu, int limit)
      throws IOException {
    CpuSet cpus = cpu.isPresent() ? CpuSet.of(cpu.getAsInt()) : CpuSet.empty();
    BoundsQuery query = BoundsQuery.since(sinceRealtimeNanos).of(cpus);
    try (HistoryReader reader = HistoryReader.open(history.state().file())) {
      List<BoundsBucket> buckets = List.of();
      for (long span : reader.spanSeconds()) {
        buckets = read(reader, query.spans(span), limit);
        if (buckets.size() < limit) {
          break;
        }
      }
      return buckets.stream().map(HistoryAnswers::sample).toList();
    } catch (HistoryException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** As offsets. */
  @Override
  public List<RateSample> rates(long sinceRealtimeNanos, Optional<String> witness, int limit)
      throws IOException {
    BoundsQuery query = BoundsQuery.since(sinceRealtimeNanos).limit(limit);
    try (HistoryReader reader = HistoryReader.open(history.state().file())) {
      List<RateBucket> buckets = List.of();
      for (long span : reader.spanSeconds()) {
        buckets = reader.rates(query.spans(span), witness.map(Set::of).orElse(Set.of()));
        if (buckets.size() < limit) {
          break;
        }
      }
      return buckets.stream().map(HistoryAnswers::sample).toList();
    } catch (HistoryException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static RateSample sample(RateBucket bucket) {
    return new RateSample(
        bucket.startSeconds() * NANOS_PER_SECOND,
        bucket.witness(),
        bucket.minLeast(),
        bucket.maxGreatest());
  }

  private static List<BoundsBucket> read(HistoryReader reader, BoundsQuery query, int limit)
      throws HistoryException {
    List<BoundsBucket> buckets = new ArrayList<>();
    while (true) {
      int wanted = Math.min(BoundsQuery.MOST, limit - buckets.size());
      List<BoundsBucket> page = reader.bounds(query.skip(buckets.size()).limit(wanted));
      buckets.addAll(page);
      if (page.size() < wanted || buckets.size() == limit) {
        return buckets;
      }
    }
  }

  private static OffsetSample sample(BoundsBucket bucket) {
    return new OffsetSample(
        bucket.startSeconds() * NANOS_PER_SECOND,
        bucket.cpu(),
        bucket.reference(),
        bucket.lowerMinNanos(),
        bucket.upperMaxNanos());
  }
}
