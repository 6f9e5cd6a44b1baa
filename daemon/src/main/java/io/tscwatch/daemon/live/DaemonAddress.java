package io.tscwatch.daemon.live;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The option {@code --url}. */
final class DaemonAddress {

  private DaemonAddress() {}

  /**
   * Refuses what cannot be a daemon's address.
   *
   * @throws ParameterException with a sentence, if it is none
   */
  static void check(URI url, CommandLine command) {
    String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
      throw new ParameterException(
          command, "--url: not an address such as http://127.0.0.1:9742: " + url);
    }
  }
}
