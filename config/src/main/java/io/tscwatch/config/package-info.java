/**
 * The settings of tscwatch: immutable records with their defaults.
 *
 * <p>In: {@code /etc/tscwatch/tscwatch.yaml} and its drop-ins, through {@link
 * io.tscwatch.config.SettingsSource}. Out: {@link io.tscwatch.config.LoadedSettings}, valid and
 * each with its origin, or every mistake with its place. {@link io.tscwatch.config.SettingKeys} is
 * the one table of what may be set: its spelling, range, default, and whether a running daemon
 * takes it up. Uses {@code yaml} and {@code format} below it and Jackson, and knows nothing of the
 * other modules.
 */
package io.tscwatch.config;
