package io.tscwatch.daemon.alert;

import io.tscwatch.daemon.history.KeptAlert;
import io.tscwatch.daemon.history.KeptDelivery;
import io.tscwatch.daemon.history.Outbox;
import io.tscwatch.daemon.report.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Every transition once, in order. Beyond the most that may wait the oldest is dropped, and one
 * delivery in its place says how many were.
 */
final class WebhookQueue implements DeliveryQueue {

  private final int maxPending;
  private final Consumer<Outbox.Change> keeper;
  private final List<KeptDelivery> waiting = new ArrayList<>();
  private long dropped;

  /**
   * An empty queue.
   *
   * @param keeper told what to keep for the case that this process ends
   */
  WebhookQueue(int maxPending, Consumer<Outbox.Change> keeper) {
    this.maxPending = maxPending;
    this.keeper = keeper;
  }

  @Override
  public synchronized void add(KeptDelivery delivery, List<KeptAlert> held) {
    waiting.add(delivery);
    keeper.accept(new Outbox.Put(delivery));
    if (waiting.size() > maxPending) {
      dropOldest();
    }
  }

  /**
   * The two after the first become one: a note of what was dropped already, and the oldest. Not the
   * first: it may be on its way.
   */
  private void dropOldest() {
    KeptDelivery older = waiting.remove(1);
    KeptDelivery newer = waiting.remove(1);
    dropped += older.missed() == 0 ? 2 : 1;
    KeptDelivery note =
        new KeptDelivery(
            newer.id(),
            newer.target(),
            Names.of(Transition.Event.MISSED),
            older.atRealtimeNanos(),
            Math.max(1, older.missed()) + 1,
            newer.alert());
    waiting.add(1, note);
    keeper.accept(new Outbox.Drop(older.id()));
    keeper.accept(new Outbox.Put(note));
  }

  @Override
  public void hold(List<KeptAlert> held) {
    // A webhook is told of changes only.
  }

  @Override
  public synchronized Optional<Parcel> next(
      AlertContext context, long nanoTime, long realtimeNanos) {
    return waiting.stream()
        .findFirst()
        .map(first -> new Parcel(WebhookDocument.json(first, context), List.of(first.id())));
  }

  @Override
  public synchronized void done(Parcel parcel, long nanoTime) {
    waiting.removeIf(delivery -> parcel.ids().contains(delivery.id()));
    parcel.ids().forEach(id -> keeper.accept(new Outbox.Drop(id)));
  }

  @Override
  public synchronized List<KeptDelivery> pending() {
    return List.copyOf(waiting);
  }

  @Override
  public synchronized long dropped() {
    return dropped;
  }
}
