package io.tscwatch.config.format;

/**
 * Where a server listens.
 *
 * @param host IPv4 address, IPv6 address without brackets, or host name
 * @param port TCP port, 1 to 65535
 */
public record ListenAddress(String host, int port) {

  public ListenAddress {
    if (host.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a listen address: " + host + " port " + port);
    }
  }

  /**
   * True if no other machine can connect. Judged from the text alone, without asking a name server:
   * a name other than {@code localhost} counts as reachable.
   */
  public boolean isLoopback() {
    return (host.startsWith("127.") && host.matches("[0-9.]+"))
        || host.equals("::1")
        || host.equals("localhost");
  }

  /** {@code host:port}, an IPv6 address in brackets. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
