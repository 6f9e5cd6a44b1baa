package io.tscwatch.daemon.http;

import io.tscwatch.config.HttpSettings;
import io.tscwatch.config.format.ListenAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The names under which this endpoint may be asked. A page from the web can let its own name
 * resolve to 127.0.0.1 and then read what the browser fetches from there (DNS rebinding); the Host
 * header still has that page's name, and is refused. The port does not matter: it may be forwarded.
 *
 * @param names in lower case, IPv6 addresses without brackets
 * @param anyAddress whether an address that is no name is right too, as when listening on all: only
 *     names can be rebound
 */
record HostRule(Set<String> names, boolean anyAddress) {

  static HostRule of(HttpSettings settings) {
    Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", "::1"));
    settings.listen().map(ListenAddress::host).ifPresent(host -> names.add(plain(host)));
    settings.allowedHosts().forEach(host -> names.add(plain(host)));
    return new HostRule(Set.copyOf(names), settings.allowRemote());
  }

  /**
   * Whether a request for this host is for us.
   *
   * @param host without the port
   */
  boolean allows(String host) {
    String plain = plain(host);
    return names.contains(plain) || (anyAddress && isAddress(plain));
  }

  private static boolean isAddress(String host) {
    return host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") || host.matches("[0-9a-f:.]*:[0-9a-f:.]*");
  }

  private static String plain(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.startsWith("[") && lower.endsWith("]")
        ? lower.substring(1, lower.length() - 1)
        : lower;
  }
}
