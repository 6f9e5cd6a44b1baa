package io.tscwatch.systemd.notify;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the service manager listens: a path ({@code /run/systemd/notify}) or a name in the abstract
 * namespace ({@code @/org/freedesktop/systemd1/notify}), as sd_notify(3) describes NOTIFY_SOCKET.
 *
 * <p>{@code vsock:} addresses (systemd 254, for whole virtual machines) are not for services and
 * are refused. Immutable.
 */
final class NotifyAddress {
  /** sizeof(sockaddr_un.sun_path), include/uapi/linux/un.h. */
  private static final int PATH_BYTES_MAX = 108;

  private final String text;
  private final byte[] socketAddress;

  private NotifyAddress(String text, byte[] socketAddress) {
    this.text = text;
    this.socketAddress = socketAddress;
  }

  /**
   * Reads the value of NOTIFY_SOCKET.
   *
   * @throws IllegalArgumentException with a sentence for people if no datagram can go there
   */
  static NotifyAddress parse(String text) {
    boolean isAbstract = text.startsWith("@");
    if (!isAbstract && !text.startsWith("/")) {
      throw new IllegalArgumentException(
          "NOTIFY_SOCKET=" + text + " is neither an absolute path nor an abstract name (@...)");
    }
    byte[] name = text.getBytes(StandardCharsets.UTF_8);
    if (name.length < 2) {
      throw new IllegalArgumentException("NOTIFY_SOCKET=" + text + " has no name");
    }
    // unix(7): a path is passed with its terminating NUL, an abstract name starts with a NUL and
    // its length is what the address length says: a NUL at its end would name another socket.
    int pathBytes = isAbstract ? name.length : name.length + 1;
    if (pathBytes > PATH_BYTES_MAX) {
      throw new IllegalArgumentException(
          "NOTIFY_SOCKET is longer than a socket address can be: " + text);
    }
    ByteBuffer address = ByteBuffer.allocate(Short.BYTES + pathBytes);
    address.order(ByteOrder.nativeOrder()).putShort((short) LibC.AF_UNIX);
    address.put(name);
    if (isAbstract) {
      address.put(Short.BYTES, (byte) 0);
    }
    return new NotifyAddress(text, address.array());
  }

  /** The struct sockaddr_un, exactly as long as the address length to pass with it. */
  byte[] socketAddress() {
    return Arrays.copyOf(socketAddress, socketAddress.length);
  }

  @Override
  public String toString() {
    return text;
  }
}
