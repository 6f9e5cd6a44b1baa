package io.tscwatch.daemon.status;

import io.tscwatch.config.SettingsSource;
import io.tscwatch.config.format.ListenAddress;
import io.tscwatch.config.yaml.InvalidYamlException;
import io.tscwatch.daemon.ExitCode;
import io.tscwatch.daemon.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where the daemon of this machine answers, as its settings say. */
final class DaemonAddress {

  private DaemonAddress() {}

  /**
   * Reads the settings.
   *
   * @param config the main file; empty for the installed one, without which the defaults hold
   * @throws Failure if they cannot be read, or say that there is no endpoint
   */
  static URI of(Optional<Path> config) {
    SettingsSource source = config.map(SettingsSource::named).orElseGet(SettingsSource::standard);
    try {
      return source
          .load()
          .settings()
          .http()
          .listen()
          .map(DaemonAddress::url)
          .orElseThrow(
              () ->
                  new Failure(
                      ExitCode.UNAVAILABLE,
                      "http.listen is none in " + source.file() + ": the daemon answers nobody"));
    } catch (InvalidYamlException e) {
      throw new Failure(
          ExitCode.INVALID_INPUT,
          "the settings are wrong: see tscwatch config check, or name the daemon with --url");
    } catch (IOException e) {
      throw new Failure(
          ExitCode.NO_INPUT,
          "the settings cannot be read (" + e.getMessage() + "): name the daemon with --url");
    }
  }

  /** A server that listens on every address answers on this machine's own. */
  private static URI url(ListenAddress address) {
    String host =
        switch (address.host()) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "::1";
          default -> address.host();
        };
    return URI.create("http://" + new ListenAddress(host, address.port()));
  }
}
