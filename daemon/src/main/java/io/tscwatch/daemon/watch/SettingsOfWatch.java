package io.tscwatch.daemon.watch;

import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.checks.watch.WatchSettings;
import io.tscwatch.checks.witness.WitnessSettings;
import io.tscwatch.config.MeasurementSettings;
import io.tscwatch.config.Settings;
import io.tscwatch.config.VerdictSettings;

/** The part of the settings that is the watch's. */
final class SettingsOfWatch {

  private SettingsOfWatch() {}

  static WatchSettings of(Settings settings) {
    MeasurementSettings measurement = settings.measurement();
    VerdictSettings verdict = settings.verdict();
    return new WatchSettings(
        measurement.cpus().map(CpuSet::parse),
        measurement.exclude().map(CpuSet::parse).orElse(CpuSet.empty()),
        !measurement.includeIsolated(),
        measurement.intervalNanos(),
        measurement.coverEveryNanos(),
        measurement.pairBudgetNanos(),
        Math.toIntExact(measurement.maxIntrusionPpm()),
        new Limits(verdict.maxSkewNanos(), verdict.toleratedWarpNanos()),
        verdict.clearAfterNanos(),
        verdict.requalifyAfterNanos(),
        verdict.staleAfterNanos(),
        settings.events().followKernelLog(),
        WitnessSettings.DEFAULT
            .withEnabled(settings.witnesses().enabled())
            .withIntervalNanos(settings.witnesses().intervalNanos())
            .withShare(Math.toIntExact(settings.witnesses().maxIntrusionPpm())));
  }
}
