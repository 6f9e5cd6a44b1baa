package io.tscwatch.daemon.history;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Some events, in the order that was asked for.
 *
 * @param events at most as many as asked for
 * @param cursor for the next page; empty at the end
 * @param incomplete why older events are missing here, one sentence: the file cannot be read, and
 *     these are the ones that memory holds
 */
public record HistoryPage(
    List<StoredEvent> events, OptionalLong cursor, Optional<String> incomplete) {

  public HistoryPage {
    events = List.copyOf(events);
  }
}
