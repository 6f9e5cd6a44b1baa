package io.tscwatch.daemon.alert;

import io.tscwatch.daemon.history.KeptAlert;
import io.tscwatch.daemon.history.KeptDelivery;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What one target has still to be told. Safe for use by many threads. */
interface DeliveryQueue {

  /**
   * One request.
   *
   * @param ids of the deliveries that it makes; none if it only repeats what was told
   */
  record Parcel(String body, List<Long> ids) {
    public Parcel {
      ids = List.copyOf(ids);
    }
  }

  /** Takes a transition, and everything that holds after it. */
  void add(KeptDelivery delivery, List<KeptAlert> held);

  /** Everything that holds now; nothing of it is news. */
  void hold(List<KeptAlert> held);

  /** What is to be sent now; empty if nothing is. */
  Optional<Parcel> next(AlertContext context, long nanoTime, long realtimeNanos);

  /** It was sent, or given up. */
  void done(Parcel parcel, long nanoTime);

  /** What waits, in order. */
  List<KeptDelivery> pending();

  /** Deliveries that were dropped for want of room. */
  long dropped();

  /** When the oldest that waits happened. */
  default OptionalLong oldestRealtimeNanos() {
    return pending().stream().mapToLong(KeptDelivery::atRealtimeNanos).min();
  }
}
