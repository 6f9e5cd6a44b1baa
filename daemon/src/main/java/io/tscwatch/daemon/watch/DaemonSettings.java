package io.tscwatch.daemon.watch;

import io.tscwatch.config.HistorySettings;
import io.tscwatch.config.HttpSettings;
import io.tscwatch.config.Settings;
import io.tscwatch.config.SettingsSource;
import io.tscwatch.config.format.ListenAddress;
import io.tscwatch.config.yaml.InvalidYamlException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the daemon's settings come from: files, and what the command line says over them.
 *
 * @param source the files; read anew with each load
 * @param listen where the status endpoint listens, whatever the files say
 * @param stateFolder where the history is kept, whatever the files say
 */
record DaemonSettings(
    SettingsSource source, Optional<ListenAddress> listen, Optional<Path> stateFolder) {

  /**
   * Reads and checks everything.
   *
   * @throws InvalidYamlException with every mistake in the files
   * @throws IOException if one is missing or cannot be read
   */
  Settings load() throws InvalidYamlException, IOException {
    Settings settings = source.load().settings();
    HttpSettings http = settings.http();
    HistorySettings history = settings.history();
    return new Settings(
        settings.measurement(),
        settings.witnesses(),
        settings.verdict(),
        new HistorySettings(
            stateFolder
                .map(folder -> folder.toAbsolutePath().resolve(history.file().getFileName()))
                .orElse(history.file()),
            history.sampleEveryNanos(),
            history.maxAgeNanos(),
            history.maxSizeBytes()),
        new HttpSettings(
            listen.or(http::listen),
            http.allowRemote(),
            http.allowedHosts(),
            http.maxConnections(),
            http.maxEventStreams(),
            http.maxHeaderBytes(),
            http.idleTimeoutNanos()),
        settings.metrics(),
        settings.logging(),
        settings.events(),
        settings.alerts(),
        settings.enforce());
  }
}
