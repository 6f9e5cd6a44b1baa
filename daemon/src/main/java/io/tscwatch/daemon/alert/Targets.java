package io.tscwatch.daemon.alert;

import io.tscwatch.config.AlertTarget;
import io.tscwatch.daemon.alert.Transition.Event;
import io.tscwatch.daemon.alert.state.TargetState;
import io.tscwatch.daemon.history.KeptAlert;
import io.tscwatch.daemon.history.KeptDelivery;
import io.tscwatch.daemon.history.Outbox;
import io.tscwatch.daemon.report.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The targets, and what each of them wants to know. Safe for use by many threads. */
final class Targets {

  private final String version;
  private final Consumer<Outbox.Change> keeper;
  private final Supplier<AlertContext> context;
  private final AlertListener listener;
  private final Map<String, Sender> senders = new LinkedHashMap<>();
  private List<KeptAlert> held = List.of();
  private boolean started;
  private long lastId;

  Targets(
      String version,
      Consumer<Outbox.Change> keeper,
      Supplier<AlertContext> context,
      AlertListener listener) {
    this.version = version;
    this.keeper = keeper;
    this.context = context;
    this.listener = listener;
  }

  /**
   * Begins with what an earlier run left.
   *
   * @param kept in order; what is for a target that is no more is dropped
   */
  synchronized void start(
      List<AlertTarget> wanted, List<KeptDelivery> kept, List<KeptAlert> heldNow) {
    held = List.copyOf(heldNow);
    started = true;
    for (AlertTarget target : wanted) {
      senders.put(target.name(), sender(target));
    }
    for (KeptDelivery delivery : kept) {
      lastId = Math.max(lastId, delivery.id());
      Sender sender = senders.get(delivery.target());
      if (sender == null) {
        keeper.accept(new Outbox.Drop(delivery.id()));
      } else {
        sender.queue().add(delivery, held(sender.target()));
      }
    }
    senders.values().forEach(sender -> sender.queue().hold(held(sender.target())));
    senders.values().forEach(Sender::start);
  }

  /** Takes up other targets; one that is new is told what holds already. */
  synchronized void reload(List<AlertTarget> wanted) {
    if (!started) {
      return;
    }
    Map<String, Sender> before = new LinkedHashMap<>(senders);
    senders.clear();
    for (AlertTarget target : wanted) {
      Sender known = before.remove(target.name());
      if (known != null && known.target().equals(target)) {
        senders.put(target.name(), known);
        continue;
      }
      Sender made = sender(target);
      if (known != null) {
        known.stop();
        known.queue().pending().forEach(d -> made.queue().add(d, held(target)));
      } else {
        held(target).forEach(alert -> add(made, Event.FIRING, alert.startedRealtimeNanos(), alert));
      }
      made.queue().hold(held(target));
      senders.put(target.name(), made);
      made.start();
    }
    for (Sender gone : before.values()) {
      gone.stop();
      gone.queue().pending().forEach(delivery -> keeper.accept(new Outbox.Drop(delivery.id())));
    }
  }

  /** Tells all whom it concerns. */
  synchronized void tell(Transition transition, List<KeptAlert> heldNow) {
    held = List.copyOf(heldNow);
    for (Sender sender : senders.values()) {
      if (concerns(sender.target(), transition.alert())) {
        add(sender, transition.event(), transition.atRealtimeNanos(), transition.alert());
        sender.wake();
      }
    }
  }

  /** What holds, with its latest numbers. */
  synchronized void hold(List<KeptAlert> heldNow) {
    held = List.copyOf(heldNow);
    senders.values().forEach(sender -> sender.queue().hold(held(sender.target())));
  }

  synchronized List<TargetState> states() {
    return senders.values().stream().map(Sender::state).toList();
  }

  synchronized void stop() {
    started = false;
    senders.values().forEach(Sender::stop);
  }

  private void add(Sender sender, Event event, long atRealtimeNanos, KeptAlert alert) {
    // By the clock, so that ids grow from one run of the daemon to the next.
    lastId = Math.max(lastId + 1, Sender.wallNanos() / 1_000);
    AlertTarget target = sender.target();
    sender
        .queue()
        .add(
            new KeptDelivery(lastId, target.name(), Names.of(event), atRealtimeNanos, 0, alert),
            held(target));
  }

  private List<KeptAlert> held(AlertTarget target) {
    List<KeptAlert> concerning = new ArrayList<>(held);
    concerning.removeIf(alert -> !concerns(target, alert));
    return concerning;
  }

  private static boolean concerns(AlertTarget target, KeptAlert alert) {
    for (AlertTarget.Severity severity : AlertTarget.Severity.values()) {
      if (Names.of(severity).equals(alert.severity())) {
        return severity.compareTo(target.minSeverity()) >= 0;
      }
    }
    // Of another version of tscwatch: better told than not.
    return true;
  }

  private Sender sender(AlertTarget target) {
    DeliveryQueue queue =
        switch (target.type()) {
          case ALERTMANAGER -> new AlertmanagerQueue(target, keeper);
          case WEBHOOK -> new WebhookQueue(target.maxPending(), keeper);
        };
    return new Sender(target, queue, new Poster(target, version), context, listener);
  }
}
