package io.tscwatch.daemon.alert;

import io.tscwatch.config.AlertTarget;
import io.tscwatch.daemon.alert.AlertmanagerDocument.Entry;
import io.tscwatch.daemon.history.KeptAlert;
import io.tscwatch.daemon.history.KeptDelivery;
import io.tscwatch.daemon.history.Outbox;
import io.tscwatch.daemon.report.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The last state of every alert. What holds is told again and again, since an Alertmanager forgets
 * an alert at its {@code endsAt}; what is resolved is told until it was heard once. However long
 * one does not answer, there is at most one delivery for each alert.
 *
 * <p>What holds need not be kept here: the history has it, and after a restart all of it is told.
 */
final class AlertmanagerQueue implements DeliveryQueue {

  /** As Prometheus does (rules/manager.go, sendAlerts): three repetitions may be lost. */
  private static final int ENDS_AFTER_REPETITIONS = 4;

  private static final String RESOLVED = Names.of(Transition.Event.RESOLVED);

  private final AlertTarget target;
  private final Consumer<Outbox.Change> keeper;
  private final Map<String, KeptDelivery> news = new LinkedHashMap<>();
  private List<KeptAlert> held = List.of();
  private boolean told;
  private long toldNanoTime;

  /**
   * An empty queue.
   *
   * @param keeper told what to keep for the case that this process ends
   */
  AlertmanagerQueue(AlertTarget target, Consumer<Outbox.Change> keeper) {
    this.target = target;
    this.keeper = keeper;
  }

  @Override
  public synchronized void add(KeptDelivery delivery, List<KeptAlert> nowHeld) {
    held = List.copyOf(nowHeld);
    KeptDelivery before = news.remove(delivery.alert().fingerprint());
    if (before != null) {
      keeper.accept(new Outbox.Drop(before.id()));
    }
    news.put(delivery.alert().fingerprint(), delivery);
    if (delivery.event().equals(RESOLVED)) {
      keeper.accept(new Outbox.Put(delivery));
    }
  }

  @Override
  public synchronized void hold(List<KeptAlert> nowHeld) {
    held = List.copyOf(nowHeld);
  }

  @Override
  public synchronized Optional<Parcel> next(
      AlertContext context, long nanoTime, long realtimeNanos) {
    boolean repeat =
        !held.isEmpty() && (!told || nanoTime - toldNanoTime >= target.resendEveryNanos());
    if (news.isEmpty() && !repeat) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    long ends = realtimeNanos + ENDS_AFTER_REPETITIONS * target.resendEveryNanos();
    for (KeptAlert alert : held) {
      entries.add(new Entry(alert, ends));
    }
    for (KeptDelivery delivery : news.values()) {
      ids.add(delivery.id());
      if (delivery.event().equals(RESOLVED)) {
        entries.add(new Entry(delivery.alert(), delivery.atRealtimeNanos()));
      }
    }
    return Optional.of(new Parcel(AlertmanagerDocument.json(entries, context), ids));
  }

  @Override
  public synchronized void done(Parcel parcel, long nanoTime) {
    told = true;
    toldNanoTime = nanoTime;
    news.values()
        .removeIf(
            delivery -> {
              boolean over = parcel.ids().contains(delivery.id());
              if (over) {
                keeper.accept(new Outbox.Drop(delivery.id()));
              }
              return over;
            });
  }

  @Override
  public synchronized List<KeptDelivery> pending() {
    return List.copyOf(news.values());
  }

  /** There is at most one for each alert: none is ever dropped. */
  @Override
  public long dropped() {
    return 0;
  }
}
