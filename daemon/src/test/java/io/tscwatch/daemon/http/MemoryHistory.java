package io.tscwatch.daemon.http;

import io.tscwatch.checks.watch.WatchEvent;
import io.tscwatch.daemon.WatchFixture;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Ten events, a second apart, and three samples of two CPUs. */
final class MemoryHistory implements HistorySource {

  volatile Optional<String> problem = Optional.empty();

  @Override
  public HistoryHealth health() {
    return new HistoryHealth(
        Optional.of("/var/lib/tscwatch/history.db"), problem.isEmpty(), problem);
  }

  @Override
  public List<WatchEvent> events(boolean newestFirst, long sinceRealtimeNanos, int limit)
      throws IOException {
    if (problem.isPresent()) {
      throw new IOException(problem.get());
    }
    return LongStream.rangeClosed(1, 10)
        .map(number -> newestFirst ? 11 - number : number)
        .mapToObj(WatchFixture::event)
        .filter(event -> event.realtimeNanos() >= sinceRealtimeNanos)
        .limit(limit)
        .toList();
  }

  @Override
  public List<OffsetSample> offsets(long sinceRealtimeNanos, OptionalInt cpu, int limit) {
    return LongStream.range(0, 3)
        .mapToObj(second -> WatchFixture.STARTED + second * 1_000_000_000L)
        .filter(at -> at >= sinceRealtimeNanos)
        .flatMap(
            at ->
                LongStream.of(1, 2)
                    .filter(c -> cpu.isEmpty() || cpu.getAsInt() == c)
                    .mapToObj(c -> new OffsetSample(at, (int) c, 0, -20, 31)))
        .limit(limit)
        .toList();
  }

  @Override
  public List<RateSample> rates(long sinceRealtimeNanos, Optional<String> witness, int limit) {
    return Stream.of("acpi-pm", "hpet")
        .filter(name -> witness.isEmpty() || witness.get().equals(name))
        .map(name -> new RateSample(WatchFixture.STARTED, name, -799_500_000L, -799_300_000L))
        .limit(limit)
        .toList();
  }
}
