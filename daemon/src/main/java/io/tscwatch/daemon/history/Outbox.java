package io.tscwatch.daemon.history;

import java.util.List;

/**
 * What the file holds of alerts.
 *
 * @param alerts those that held when the daemon ended
 * @param deliveries what nobody was told yet, in order
 */
public record Outbox(List<KeptAlert> alerts, List<KeptDelivery> deliveries) {

  static final Outbox EMPTY = new Outbox(List.of(), List.of());

  public Outbox {
    alerts = List.copyOf(alerts);
    deliveries = List.copyOf(deliveries);
  }

  /** One change of it. */
  public sealed interface Change {

    /** Of two changes with one key only the later counts. */
    String key();
  }

  /** An alert holds, or is still held with other CPUs. */
  public record Hold(KeptAlert alert) implements Change {
    @Override
    public String key() {
      return "alert " + alert.fingerprint();
    }
  }

  /** An alert holds no more. */
  public record Release(String fingerprint) implements Change {
    @Override
    public String key() {
      return "alert " + fingerprint;
    }
  }

  /** A delivery is due. */
  public record Put(KeptDelivery delivery) implements Change {
    @Override
    public String key() {
      return "delivery " + delivery.id();
    }
  }

  /** A delivery is made, or given up. */
  public record Drop(long id) implements Change {
    @Override
    public String key() {
      return "delivery " + id;
    }
  }
}
