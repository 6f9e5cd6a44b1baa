package io.tscwatch.checks.linux;

import com.sun.jna.Native;

/**
 * The few C library calls that need the exact errno or have no Java equivalent, bound by JNA direct
 * mapping. After a call that returned -1, {@link #errno()} is that call's error on this thread.
 */
final class LibC {
  static final int O_RDONLY = 0;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;

  // asm-generic/errno-base.h
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int ENXIO = 6;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int ENOTDIR = 20;
  static final int EINVAL = 22;
  static final int EPIPE = 32;

  static {
    // By the name that the dynamic linker knows: for "c" alone JNA would have to search folders.
    Native.register(LibC.class, "libc.so.6");
  }

  private LibC() {}

  /** open(2). */
  static native int open(String path, int flags);

  /** close(2). */
  static native int close(int descriptor);

  /** read(2). */
  static native long read(int descriptor, byte[] buffer, long count);

  /** pread(2). */
  static native long pread(int descriptor, byte[] buffer, long count, long offset);

  /** sched_getaffinity(2), as the C library wraps it: 0, or -1 with errno. */
  static native int sched_getaffinity(int thread, long bytes, byte[] mask);

  /** clock_gettime(2); the struct is two 64-bit numbers on x86-64: seconds and nanoseconds. */
  static native int clock_gettime(int clock, long[] timespec);

  /** strerror(3). */
  private static native String strerror(int error);

  static int errno() {
    return Native.getLastError();
  }

  /** The error in words with its number, for messages. */
  static String describe(int error) {
    return strerror(error) + " (errno " + error + ")";
  }
}
