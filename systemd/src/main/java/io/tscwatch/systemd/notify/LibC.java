package io.tscwatch.systemd.notify;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;

/**
 * The calls that datagrams to a unix socket take; the JDK has unix sockets for streams only.
 *
 * <p>Numbers are those of Linux on x86-64 (include/uapi, arch/x86/include/uapi). Each call throws
 * with errno set when the C function returns -1.
 */
final class LibC {
  static final int AF_UNIX = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SO_SNDTIMEO = 21;
  static final int MSG_NOSIGNAL = 0x4000;
  static final int CLOCK_MONOTONIC = 1;
  static final int EINTR = 4;

  static {
    // By the name that the dynamic linker knows: for "c" alone JNA would have to search folders.
    Native.register(LibC.class, "libc.so.6");
  }

  private LibC() {}

  /** socket(2): a file descriptor. */
  static native int socket(int domain, int type, int protocol) throws LastErrorException;

  /** setsockopt(2). */
  static native int setsockopt(int fd, int level, int option, long[] value, int valueBytes)
      throws LastErrorException;

  /** sendto(2): the bytes sent. size_t and ssize_t are 64 bits wide here. */
  static native long sendto(
      int fd, byte[] message, long messageBytes, int flags, byte[] address, int addressBytes)
      throws LastErrorException;

  /** close(2). */
  static native int close(int fd) throws LastErrorException;

  /** clock_gettime(2) into {seconds, nanoseconds}. */
  static native int clock_gettime(int clock, long[] timespec) throws LastErrorException;
}
