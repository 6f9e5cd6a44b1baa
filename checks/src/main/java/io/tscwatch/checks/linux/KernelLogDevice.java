package io.tscwatch.checks.linux;

import io.tscwatch.checks.read.Reading;
import java.nio.file.Path;
import java.util.List;

/**
 * The kernel log, through {@code /dev/kmsg}: unlike syslog(2) it stamps every record whatever
 * {@code printk.time} says, and numbers them, so that a loss is seen.
 *
 * <p>Safe for use by many threads.
 */
public final class KernelLogDevice {

  private final Path device;

  /** The log of the running kernel. */
  public KernelLogDevice() {
    this(Path.of("/dev/kmsg"));
  }

  /**
   * A device that gives one record to each read.
   *
   * @param device what stands for {@code /dev/kmsg}
   */
  public KernelLogDevice(Path device) {
    this.device = device;
  }

  /** All lines that the kernel still keeps, oldest first, each as {@code [ secs.micros] text}. */
  public Reading<List<String>> readAll() {
    Reading<KernelLogTail> opened = follow();
    if (opened instanceof Reading.Present<KernelLogTail> present) {
      try (KernelLogTail tail = present.value()) {
        return tail.poll();
      }
    }
    return opened.map(tail -> List.of());
  }

  /** Opens the log to be followed; the caller closes it. */
  public Reading<KernelLogTail> follow() {
    return KernelLogTail.open(device);
  }
}
