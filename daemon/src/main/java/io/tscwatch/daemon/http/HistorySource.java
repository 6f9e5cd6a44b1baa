package io.tscwatch.daemon.http;

import io.tscwatch.checks.watch.WatchEvent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What was remembered, for {@code /v1/history} and for the part of {@code /v1/status} that says
 * whether anything is being remembered. Called by several threads of the endpoint at once; may take
 * as long as a disk does.
 */
public interface HistorySource {

  /** Whether it works, now. Must not wait for a disk: it is asked for every status. */
  HistoryHealth health();

  /**
   * Events as they were recorded.
   *
   * @param newestFirst the order; else the oldest first
   * @param sinceRealtimeNanos only those of this moment and later, nanoseconds since 1970
   * @param limit at most so many, the first of that order; at least 1
   * @throws IOException with a sentence for the client, if they cannot be read
   */
  List<WatchEvent> events(boolean newestFirst, long sinceRealtimeNanos, int limit)
      throws IOException;

  /**
   * The bounds that were kept from time to time, oldest first, then by CPU.
   *
   * @param sinceRealtimeNanos only those of this moment and later, nanoseconds since 1970
   * @param cpu only of this CPU; of all, if empty
   * @param limit at most so many, the oldest of them; at least 1
   * @throws IOException with a sentence for the client, if they cannot be read
   */
  List<OffsetSample> offsets(long sinceRealtimeNanos, OptionalInt cpu, int limit)
      throws IOException;

  /**
   * The rates against other clocks that were kept from time to time, oldest first, then by clock.
   *
   * @param sinceRealtimeNanos only those of this moment and later, nanoseconds since 1970
   * @param witness only of this clock, such as {@code hpet}; of all, if empty
   * @param limit at most so many, the oldest of them; 1 to 10,001
   * @throws IOException with a sentence for the client, if they cannot be read
   */
  List<RateSample> rates(long sinceRealtimeNanos, Optional<String> witness, int limit)
      throws IOException;
}
