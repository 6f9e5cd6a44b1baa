package io.tscwatch.bench.latency;

import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.daemon.http.HistoryHealth;
import io.tscwatch.daemon.http.HistorySource;
import io.tscwatch.daemon.http.OffsetSample;
import io.tscwatch.daemon.http.RateSample;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Nothing is recorded. */
final class NoHistory implements HistorySource {

  @Override
  public HistoryHealth health() {
    return new HistoryHealth(Optional.empty(), false, Optional.empty());
  }

  @Override
  public List<WatchEvent> events(boolean newestFirst, long sinceRealtimeNanos, int limit) {
    return List.of();
  }

  @Override
  public List<OffsetSample> offsets(long sinceRealtimeNanos, OptionalInt cpu, int limit) {
    return List.of();
  }

  @Override
  public List<RateSample> rates(long sinceRealtimeNanos, Optional<String> witness, int limit) {
    return List.of();
  }
}
