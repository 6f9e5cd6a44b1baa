package io.tscwatch.daemon.alert;

import io.tscwatch.daemon.history.KeptAlert;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What holds at one moment.
 *
 * @param realtimeNanos when, by the clock of those who are told
 * @param ready whether the evidence is about every CPU to be covered
 * @param watchedNanos for how long this run has watched
 */
record Snapshot(long realtimeNanos, boolean ready, long watchedNanos, List<KeptAlert> alerts) {

  Snapshot {
    alerts = List.copyOf(alerts);
  }

  Map<String, KeptAlert> byFingerprint() {
    return alerts.stream().collect(Collectors.toMap(KeptAlert::fingerprint, Function.identity()));
  }

  /** True if the later one has nothing new to tell. */
  boolean tellsTheSameAs(Snapshot later) {
    if (ready != later.ready || alerts.size() != later.alerts.size()) {
      return false;
    }
    for (int i = 0; i < alerts.size(); i++) {
      KeptAlert mine = alerts.get(i);
      KeptAlert other = later.alerts.get(i);
      if (!mine.fingerprint().equals(other.fingerprint()) || !mine.cpus().equals(other.cpus())) {
        return false;
      }
    }
    return true;
  }
}
