package io.tscwatch.daemon.metrics;

import io.tscwatch.checks.kvm.host.StableKvmclock;
import io.tscwatch.checks.machine.Origin;
import io.tscwatch.checks.watch.WatchStatus;
import io.tscwatch.daemon.alert.state.AlertsState;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Where the numbers come from. Each is asked whenever metrics are made, by any thread.
 *
 * @param origin of the machine that is watched: every series of one that is not real says so in a
 *     label
 * @param status the latest; empty before the first
 * @param ready whether the evidence is fresh
 * @param recording whether the history is being written
 * @param alerts how the telling of others does
 * @param promise what KVM was found to promise a new guest; empty where there is no KVM
 */
public record MetricSource(
    Origin origin,
    Supplier<Optional<WatchStatus>> status,
    BooleanSupplier ready,
    BooleanSupplier recording,
    Supplier<AlertsState> alerts,
    Supplier<Optional<StableKvmclock>> promise) {

  /** Where nobody is alerted, and without KVM. */
  public MetricSource(
      Origin origin,
      Supplier<Optional<WatchStatus>> status,
      BooleanSupplier ready,
      BooleanSupplier recording) {
    this(origin, status, ready, recording, () -> AlertsState.NONE, Optional::empty);
  }
}
