package io.tscwatch.daemon.alert;

import io.tscwatch.daemon.history.KeptAlert;

/** A change of one alert. */
record Transition(Event event, long atRealtimeNanos, KeptAlert alert) {

  /** What happened to it. The names, in lower case, are stable for ever. */
  enum Event {
    FIRING,
    /** It still holds, for other CPUs. */
    CHANGED,
    RESOLVED,
    /** Deliveries were dropped in this place: there were too many. */
    MISSED,
    /** Somebody tries whether alerts arrive. */
    TEST
  }
}
