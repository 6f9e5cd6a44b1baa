package io.tscwatch.daemon.alert;

import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.daemon.alert.Transition.Event;
import io.tscwatch.daemon.history.KeptAlert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The alerts over time: what holds becomes transitions.
 *
 * <p>What held when the daemon ended is carried over. It is neither told again nor taken back until
 * the new run has watched for as long as a finding of that severity is kept without being seen: a
 * restart is no reason to believe a TSC. Not safe for use by many threads.
 */
final class AlertBook {

  /** An alert whose CPUs come and go is told of no more often than this. */
  private static final long CHANGED_EVERY_NANOS = 60_000_000_000L;

  /**
   * How long a finding is kept without being seen.
   *
   * @param faultNanos a proven fault
   * @param otherNanos anything else
   */
  record Patience(long faultNanos, long otherNanos) {}

  private record Held(KeptAlert alert, CpuSet toldCpus, long toldNanos, boolean carriedOver) {}

  private final Origin origin;
  private final Map<String, Held> held = new LinkedHashMap<>();

  /**
   * An empty book.
   *
   * @param origin the machine that is watched
   */
  AlertBook(Origin origin) {
    this.origin = origin;
  }

  /** Takes what held when the daemon ended. */
  void carryOver(List<KeptAlert> alerts) {
    for (KeptAlert alert : alerts) {
      held.put(
          alert.fingerprint(), new Held(alert, alert.cpus(), alert.startedRealtimeNanos(), true));
    }
  }

  /** Takes what holds now. */
  List<Transition> update(Snapshot now, Patience patience) {
    List<Transition> transitions = new ArrayList<>();
    Map<String, KeptAlert> present = now.byFingerprint();
    for (KeptAlert alert : now.alerts()) {
      Held before = held.get(alert.fingerprint());
      Held after = before == null ? fresh(alert, now) : seenAgain(before, alert, now);
      held.put(alert.fingerprint(), after);
      if (before == null) {
        transitions.add(new Transition(Event.FIRING, now.realtimeNanos(), after.alert()));
      } else if (!after.toldCpus().equals(before.toldCpus())) {
        transitions.add(new Transition(Event.CHANGED, now.realtimeNanos(), after.alert()));
      }
    }
    held.values()
        .removeIf(
            gone -> {
              boolean over =
                  !present.containsKey(gone.alert().fingerprint())
                      && (!gone.carriedOver() || isDisproved(gone.alert(), now, patience));
              if (over) {
                transitions.add(new Transition(Event.RESOLVED, now.realtimeNanos(), gone.alert()));
              }
              return over;
            });
    return transitions;
  }

  /** Everything that holds. */
  List<KeptAlert> held() {
    return held.values().stream().map(Held::alert).toList();
  }

  private static Held fresh(KeptAlert alert, Snapshot now) {
    return new Held(alert, alert.cpus(), now.realtimeNanos(), false);
  }

  private static Held seenAgain(Held before, KeptAlert alert, Snapshot now) {
    KeptAlert since =
        new KeptAlert(
            alert.fingerprint(),
            alert.origin(),
            alert.code(),
            alert.severity(),
            alert.cpus(),
            alert.amounts(),
            alert.sentence(),
            alert.advice(),
            alert.evidence(),
            Math.min(before.alert().startedRealtimeNanos(), alert.startedRealtimeNanos()));
    // A clock that was set back must not silence it for as long.
    long sinceTold = Math.abs(now.realtimeNanos() - before.toldNanos());
    boolean tell = !alert.cpus().equals(before.toldCpus()) && sinceTold >= CHANGED_EVERY_NANOS;
    return tell
        ? new Held(since, alert.cpus(), now.realtimeNanos(), false)
        : new Held(since, before.toldCpus(), before.toldNanos(), false);
  }

  private boolean isDisproved(KeptAlert alert, Snapshot now, Patience patience) {
    if (!alert.origin().equals(origin)) {
      return true;
    }
    boolean fault = alert.severity().equals("critical");
    return now.ready()
        && now.watchedNanos() >= (fault ? patience.faultNanos() : patience.otherNanos());
  }
}
