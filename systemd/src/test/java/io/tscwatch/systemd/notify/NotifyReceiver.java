package io.tscwatch.systemd.notify;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;

/** The service manager's end: a bound datagram socket that gives back what it was sent. */
final class NotifyReceiver implements AutoCloseable {
  private static final int SO_RCVTIMEO = 20;
  private static final int MESSAGE_BYTES_MAX = 4096;

  static {
    Native.register(NotifyReceiver.class, "c");
  }

  private final int fd;

  private NotifyReceiver(int fd) {
    this.fd = fd;
  }

  /** Binds to a path, or to an abstract name if it starts with @. */
  static NotifyReceiver bind(String address) {
    int fd = LibC.socket(LibC.AF_UNIX, LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC, 0);
    byte[] to = NotifyAddress.parse(address).socketAddress();
    bind(fd, to, to.length);
    LibC.setsockopt(fd, LibC.SOL_SOCKET, SO_RCVTIMEO, new long[] {5, 0}, 2 * Long.BYTES);
    return new NotifyReceiver(fd);
  }

  /** The next message; fails if none comes. */
  String next() {
    byte[] message = new byte[MESSAGE_BYTES_MAX];
    long bytes = recv(fd, message, message.length, 0);
    return new String(message, 0, (int) bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    LibC.close(fd);
  }

  private static native int bind(int fd, byte[] address, int addressBytes)
      throws LastErrorException;

  private static native long recv(int fd, byte[] into, long bytes, int flags)
      throws LastErrorException;
}
