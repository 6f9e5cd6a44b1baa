package io.tscwatch.config.format;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code HOST:PORT}: an IPv4 address, an IPv6 address in brackets, or a host name. */
public final class ListenAddressFormat implements ValueFormat<ListenAddress> {

  public static final ListenAddressFormat LISTEN_ADDRESS = new ListenAddressFormat();

  private static final Pattern BRACKETED =
      Pattern.compile("\\[((?=.*:)[0-9A-Fa-f:.]{2,45})\\]:([0-9]{1,7})");
  private static final Pattern NAMED = Pattern.compile("([^:\\[\\]]+):([0-9]{1,7})");
  private static final Pattern DOTTED = Pattern.compile("[0-9.]+");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");

  private ListenAddressFormat() {}

  @Override
  public ListenAddress parse(String text) {
    String stripped = text.strip();
    boolean bracketed = stripped.startsWith("[");
    Matcher matcher = (bracketed ? BRACKETED : NAMED).matcher(stripped);
    if (!matcher.matches()) {
      throw new WrongValueException("is not an address with a port", expected());
    }
    if (bracketed ? !isIpv6(matcher.group(1)) : !isHost(matcher.group(1))) {
      throw new WrongValueException("has no valid host", expected());
    }
    int port = Integer.parseInt(matcher.group(2));
    if (port < 1 || port > 65_535) {
      throw new WrongValueException("has a port outside 1 to 65535", expected());
    }
    return new ListenAddress(matcher.group(1), port);
  }

  /** With a colon in it the text is parsed as a literal; no name server is asked. */
  private static boolean isIpv6(String host) {
    try {
      return InetAddress.getByName(host).getAddress().length > 0;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean isHost(String host) {
    boolean wrongIpv4 = DOTTED.matcher(host).matches() && !IPV4.matcher(host).matches();
    return !wrongIpv4 && TextFormat.HOST_NAME.pattern().matcher(host).matches();
  }

  @Override
  public String print(ListenAddress value) {
    return value.toString();
  }

  @Override
  public String expected() {
    // In quotes because a YAML value that begins with a bracket is a list.
    return "HOST:PORT, such as 127.0.0.1:9742 or '[::1]:9742'";
  }
}
