package io.tscwatch.daemon.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tscwatch.daemon.alert.state.AlertsState;
import io.tscwatch.daemon.alert.state.TargetState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** How the telling of each target does; without one there is nothing. For one thread at a time. */
final class AlertMeters {

  private static final double NANOS = 1e9;

  private final MeterRegistry registry;
  private final Map<String, Counted> targets = new HashMap<>();
  private final Family<String> pending;
  private final Family<String> age;

  /** The counters of a target, and what they show. */
  private static final class Counted {
    private volatile TargetState state;
    private final List<Meter> meters = new ArrayList<>();

    Counted(TargetState state) {
      this.state = state;
    }
  }

  AlertMeters(MeterRegistry registry) {
    this.registry = registry;
    pending =
        new Family<>(
            registry,
            "tscwatch.alerts.pending",
            "",
            "Alerts that this target has still to be told.");
    age =
        new Family<>(
            registry,
            "tscwatch.alerts.oldest.age",
            "seconds",
            "For how long the oldest of them has waited; 0 if none does.");
  }

  void show(AlertsState alerts, long realtimeNanos) {
    Set<String> there = new HashSet<>();
    for (TargetState target : alerts.targets()) {
      there.add(target.name());
      Counted counted = targets.computeIfAbsent(target.name(), name -> counted(target));
      counted.state = target;
      Tags tags = Tags.of("target", target.name());
      pending.set(target.name(), () -> tags, (double) target.pending());
      OptionalLong oldest = target.oldestRealtimeNanos();
      long ageNanos = oldest.isPresent() ? Math.max(0, realtimeNanos - oldest.getAsLong()) : 0;
      age.set(target.name(), () -> tags, ageNanos / NANOS);
    }
    pending.dropOthers();
    age.dropOthers();
    targets
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !there.contains(entry.getKey());
              if (gone) {
                entry.getValue().meters.forEach(registry::remove);
              }
              return gone;
            });
  }

  private Counted counted(TargetState target) {
    Counted made = new Counted(target);
    counter(made, "delivered", "Alerts that this target was told.", TargetState::delivered);
    counter(
        made,
        "failed",
        "Requests to this target that came to nothing.",
        TargetState::failedAttempts);
    counter(
        made,
        "dropped",
        "Alerts that this target was not told, for too many waited or it would not take them.",
        state -> state.dropped() + state.refused());
    return made;
  }

  private void counter(
      Counted of, String name, String description, ToDoubleFunction<TargetState> count) {
    of.meters.add(
        FunctionCounter.builder(
                "tscwatch.alerts." + name, of, held -> count.applyAsDouble(held.state))
            .description(description)
            .tags(Tags.of("target", of.state.name()))
            .register(registry));
  }
}
