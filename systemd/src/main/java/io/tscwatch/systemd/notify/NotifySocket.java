package io.tscwatch.systemd.notify;

import com.sun.jna.LastErrorException;
import java.nio.charset.StandardCharsets;

/**
 * Sends one datagram to the service manager.
 *
 * <p>A socket for each message, as libsystemd does: no state, so any thread may send, nothing has
 * to be closed at the end, and a manager that re-executes itself is found again.
 */
final class NotifySocket {
  /**
   * The manager's queue is short, and a send to a full one waits. A sweep must not wait for ever on
   * a manager that hangs.
   */
  private static final long[] SEND_TIMEOUT_TIMEVAL = {1, 0};

  private static final int INTERRUPTED_RETRIES = 10;

  private final NotifyAddress address;

  NotifySocket(NotifyAddress address) {
    this.address = address;
  }

  /** Sends the assignments, one a line; says what happened. */
  NotifyOutcome send(String assignments) {
    byte[] message = assignments.getBytes(StandardCharsets.UTF_8);
    try {
      int fd = LibC.socket(LibC.AF_UNIX, LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC, 0);
      try {
        LibC.setsockopt(
            fd, LibC.SOL_SOCKET, LibC.SO_SNDTIMEO, SEND_TIMEOUT_TIMEVAL, 2 * Long.BYTES);
        sendUninterrupted(fd, message);
      } finally {
        LibC.close(fd);
      }
      return new NotifyOutcome.Sent();
    } catch (LastErrorException e) {
      return new NotifyOutcome.Failed(
          "cannot notify the service manager at " + address + ": " + e.getMessage());
    }
  }

  private void sendUninterrupted(int fd, byte[] message) {
    byte[] to = address.socketAddress();
    for (int attempt = 1; ; attempt++) {
      try {
        LibC.sendto(fd, message, message.length, LibC.MSG_NOSIGNAL, to, to.length);
        return;
      } catch (LastErrorException e) {
        // signal(7): a send with SO_SNDTIMEO is not restarted after a signal handler.
        if (e.getErrorCode() != LibC.EINTR || attempt == INTERRUPTED_RETRIES) {
          throw e;
        }
      }
    }
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
