package io.tscwatch.checks.klog;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One line of a log, taken apart.
 *
 * @param number its number, from 1
 * @param bootNanos time since boot, if the prefix has it
 * @param stamp the first time stamp as written, if there is one
 * @param prefixed true if the line begins as log lines do: then it cannot be the rest of a line
 *     that was wrapped
 * @param softBreak true if it ends in the {@code =} by which mail (RFC 2045, 6.7) breaks long lines
 * @param text the message; empty if the line was not written by the kernel
 */
record LogLine(
    long number,
    OptionalLong bootNanos,
    Optional<String> stamp,
    boolean prefixed,
    boolean softBreak,
    String text) {

  /** This line with more text behind it. */
  LogLine with(String longer, boolean softBreakNow) {
    return new LogLine(number, bootNanos, stamp, prefixed, softBreakNow, longer);
  }
}
