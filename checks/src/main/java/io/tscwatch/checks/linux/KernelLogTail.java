package io.tscwatch.checks.linux;

import io.tscwatch.checks.read.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An open kernel log: first the records that the kernel still keeps, then the new ones, as they
 * come. One read(2) returns one record; the device never blocks.
 *
 * <p>Not safe for use by many threads at once.
 */
public final class KernelLogTail implements AutoCloseable {

  /** "Every read() from the opened device node receives one record": longer ones fail. */
  private static final int RECORD_BYTES = 8192;

  /** More records than any log buffer holds: ends a poll even if the log grows as fast as read. */
  private static final int POLL_LIMIT = 1 << 20;

  private final Path device;
  private final int descriptor;
  private final byte[] buffer = new byte[RECORD_BYTES];
  private long nextSequence = -1;
  private long lostRecords;
  private boolean closed;

  private KernelLogTail(Path device, int descriptor) {
    this.device = device;
    this.descriptor = descriptor;
  }

  /** Opens {@code /dev/kmsg} or a file that stands in for it, at the oldest record kept. */
  static Reading<KernelLogTail> open(Path device) {
    int descriptor = LibC.open(device.toString(), LibC.O_RDONLY | LibC.O_NONBLOCK | LibC.O_CLOEXEC);
    if (descriptor >= 0) {
      return Reading.present(new KernelLogTail(device, descriptor));
    }
    return explain(LibC.errno(), device);
  }

  static <T> Reading<T> explain(int errno, Path device) {
    return switch (errno) {
      case LibC.ENOENT, LibC.ENXIO -> Reading.absent("no " + device);
      // check_syslog_permissions(), kernel/printk/printk.c
      case LibC.EPERM ->
          Reading.denied(
              "the kernel log is restricted (kernel.dmesg_restrict)",
              "grant CAP_SYSLOG, or set kernel.dmesg_restrict=0");
      case LibC.EACCES ->
          Reading.denied(
              "permission denied: " + device, "run as root, or grant read permission on " + device);
      default -> Reading.failed(device + ": " + LibC.describe(errno));
    };
  }

  /**
   * All lines that came since the last call, oldest first, each as {@code [ secs.micros] text};
   * empty if there are none. Never waits.
   */
  public Reading<List<String>> poll() {
    if (closed) {
      return Reading.failed(device + " is closed");
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < POLL_LIMIT; i++) {
      long count = LibC.read(descriptor, buffer, buffer.length);
      if (count > 0) {
        add(new String(buffer, 0, (int) count, StandardCharsets.UTF_8), lines);
        continue;
      }
      int errno = count == 0 ? LibC.EAGAIN : LibC.errno();
      if (errno == LibC.EAGAIN) {
        break;
      }
      // EPIPE: the next record was overwritten; the position is now the oldest one kept, and the
      // gap in the sequence numbers tells how many were lost.
      if (errno != LibC.EPIPE && errno != LibC.EINTR) {
        return explain(errno, device);
      }
    }
    return Reading.present(lines);
  }

  private void add(String raw, List<String> lines) {
    KmsgRecord.parse(raw)
        .ifPresent(
            record -> {
              if (nextSequence >= 0 && record.sequence() > nextSequence) {
                lostRecords += record.sequence() - nextSequence;
              }
              nextSequence = record.sequence() + 1;
              if (record.fromKernel()) {
                lines.addAll(record.lines());
              }
            });
  }

  /** How many records were overwritten before they could be read. */
  public long lostRecords() {
    return lostRecords;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      LibC.close(descriptor);
    }
  }
}
