package io.tscwatch.config;

/**
 * All settings. Immutable; valid when it comes from {@link SettingsSource}.
 *
 * <p>The names, ranges and defaults are in {@link SettingKeys}, the meanings in the parts.
 */
public record Settings(
    MeasurementSettings measurement,
    WitnessesSettings witnesses,
    VerdictSettings verdict,
    HistorySettings history,
    HttpSettings http,
    MetricsSettings metrics,
    LoggingSettings logging,
    EventSettings events,
    AlertSettings alerts,
    EnforceSettings enforce) {

  /** What holds when nothing is configured. */
  public static Settings defaults() {
    return SettingKeys.settings(SettingValues.NONE);
  }
}
